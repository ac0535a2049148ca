import type { ScanKind } from "../world/types.ts";

type UpsWords = {
  type: string;
  code: string;
  statusCode: string;
  description: string;
  simplified: string;
};

/**
 * What UPS writes for each scan: type and code (a code means something only within its type) and the three-digit status
 * code. Descriptions keep UPS's trailing blank, which real answers have.
 */
export const upsWords: Record<ScanKind, UpsWords> = {
  label: {
    type: "M",
    code: "MP",
    statusCode: "003",
    description: "Shipper created a label, UPS has not received the package yet. ",
    simplified: "Label Created",
  },
  picked_up: {
    type: "I",
    code: "OR",
    statusCode: "160",
    description: "Origin Scan ",
    simplified: "We Have Your Package",
  },
  departed: {
    type: "I",
    code: "DP",
    statusCode: "005",
    description: "Departed from Facility ",
    simplified: "On the Way",
  },
  arrived: { type: "I", code: "AR", statusCode: "005", description: "Arrived at Facility ", simplified: "On the Way" },
  exported: { type: "I", code: "EP", statusCode: "005", description: "Export Scan ", simplified: "On the Way" },
  imported: { type: "I", code: "IP", statusCode: "005", description: "Import Scan ", simplified: "On the Way" },
  customs_hold: {
    type: "X",
    code: "5",
    statusCode: "126",
    description:
      "Your package is pending release from a Government Agency. Once they release it, your package will be on its way. ",
    simplified: "Pending Government Agency Release",
  },
  customs_cleared: {
    type: "D",
    code: "BN",
    statusCode: "014",
    description: "Package Has Cleared Customs ",
    simplified: "Clearance Completed",
  },
  at_destination: {
    type: "I",
    code: "DS",
    statusCode: "071",
    description: "Destination Scan ",
    simplified: "Preparing for Delivery",
  },
  out_for_delivery: {
    type: "I",
    code: "OT",
    statusCode: "021",
    description: "Out For Delivery Today ",
    simplified: "Out for Delivery",
  },
  delivered: { type: "D", code: "FS", statusCode: "011", description: "DELIVERED ", simplified: "Delivered" },
  attempted: {
    type: "X",
    code: "48",
    statusCode: "022",
    description: "The receiver was not available for delivery. We'll make a second attempt the next business day. ",
    simplified: "First Attempt Made",
  },
  address_problem: {
    type: "X",
    code: "CY",
    statusCode: "050",
    description: "We were unable to obtain complete address information for your package. ",
    simplified: "Address Information Required",
  },
  address_fixed: {
    type: "I",
    code: "AR",
    statusCode: "028",
    description: "Delivery Address Changed ",
    simplified: "Delivery Address Changed",
  },
  weather_delay: {
    type: "X",
    code: "DJ",
    statusCode: "052",
    description: "Severe weather conditions have delayed delivery. ",
    simplified: "Delay: Severe Weather",
  },
  late_delay: {
    type: "X",
    code: "19",
    statusCode: "048",
    description:
      "A late UPS trailer arrival has caused a delay. We're adjusting plans to deliver your package as quickly as possible. ",
    simplified: "Delay",
  },
  pickup_ready: {
    type: "X",
    code: "ZP",
    statusCode: "161",
    description: "Delivered to UPS Access Point\u2122 location and awaiting customer pickup. ",
    simplified: "Delivered to UPS Access Point",
  },
  returning: {
    type: "X",
    code: "UF",
    statusCode: "035",
    description: "We're in the process of returning this package to the sender. ",
    simplified: "Returning to Sender",
  },
  returned: {
    type: "X",
    code: "UA",
    statusCode: "034",
    description: "UPS has returned your package to the sender. ",
    simplified: "Returned to Sender",
  },
};

/** Words that may come without the three digits. */
export type SaidWords = Omit<UpsWords, "statusCode"> & { statusCode?: string };
const mail = (code: string, description: string, simplified = "On the Way"): SaidWords => ({
  ...{ type: "I", code, description, simplified },
});

/** Mail Innovations has codes of its own and no three digits. */
export const mailWords: Partial<Record<ScanKind, SaidWords>> = {
  picked_up: mail("ZS", "Package received for processing by UPS Mail Innovations"),
  departed: mail("ZR", "Package departed UPS Mail Innovations facility enroute to USPS for induction"),
  arrived: mail("ZT", "Package processed by UPS Mail Innovations origin facility"),
  at_destination: mail("ZW", "Postage Paid/Ready for destination post office entry"),
  out_for_delivery: mail("EL", "Out for Delivery by Post Office", "Out for Delivery"),
};

/** The manifest that a shipper uploads after the pickup: a label filed when the parcel is already on its way. */
export const lateManifest: UpsWords = {
  type: "M",
  code: "DP",
  statusCode: "003",
  description: "Order Processed: Ready for UPS ",
  simplified: "Label Created",
};
