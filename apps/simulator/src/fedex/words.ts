import type { ScanKind } from "../world/types.ts";

type FedexWords = {
  code: string;
  /** FedEx's own roll-up of the code, as it really comes: out for delivery and ready for pickup are "in transit" to it, a return "delivered". */
  derived: string;
  text: string;
  derivedText: string;
  exception?: { code: string; text: string; action: string };
  delay?: { type: string; subType?: string };
};

const transit = { derived: "IT", derivedText: "In transit" } as const;
const delivery = { derived: "DE", derivedText: "Delivery exception" } as const;

/** How Express tells some of the parcels that go back: an exception like any other, and a number for the way home. */
export const returnNumber: FedexWords = {
  code: "DE",
  ...delivery,
  text: "Delivery exception",
  exception: {
    code: "14",
    text: "Return tracking number 986578788801",
    action: "No action is required. The package is being returned to the shipper.",
  },
};

/** What FedEx writes for each scan; code letters are case-sensitive. */
export const fedexWords: Record<ScanKind, FedexWords> = {
  label: { code: "OC", derived: "IN", text: "Shipment information sent to FedEx", derivedText: "Label created" },
  picked_up: { code: "PU", derived: "PU", text: "Picked up", derivedText: "Picked up" },
  departed: { code: "DP", ...transit, text: "Left FedEx origin facility" },
  arrived: { code: "AR", ...transit, text: "Arrived at FedEx hub" },
  exported: { code: "EA", ...transit, text: "Export approved" },
  imported: { code: "AR", ...transit, text: "International shipment arrived" },
  customs_hold: {
    code: "CD",
    derived: "SE",
    text: "Clearance delay - Import",
    derivedText: "Shipment exception",
    exception: {
      code: "65",
      text: "Clearance delay - Import",
      action: "No action is required. The package is pending release from customs.",
    },
    delay: { type: "CLEARANCE" },
  },
  customs_cleared: { code: "CC", ...transit, text: "International shipment release - Import" },
  at_destination: { code: "AR", ...transit, text: "At local FedEx facility" },
  out_for_delivery: { code: "OD", ...transit, text: "On FedEx vehicle for delivery" },
  delivered: { code: "DL", derived: "DL", text: "Delivered", derivedText: "Delivered" },
  attempted: {
    code: "DE",
    ...delivery,
    text: "Delivery exception",
    exception: {
      code: "08",
      text: "Customer not available or business closed",
      action: "We'll try again the next working day.",
    },
  },
  address_problem: {
    code: "SE",
    derived: "SE",
    text: "Shipment exception",
    derivedText: "Shipment exception",
    exception: {
      code: "03",
      text: "Incorrect address",
      action: "FedEx is working to correct the recipient's address.",
    },
  },
  address_fixed: { code: "IT", ...transit, text: "In transit" },
  weather_delay: {
    code: "DY",
    derived: "DY",
    text: "Delay",
    derivedText: "Delay",
    exception: { code: "71", text: "Adverse weather conditions caused the delay", action: "No action is required." },
    delay: { type: "WEATHER", subType: "SNOW" },
  },
  late_delay: {
    code: "DY",
    derived: "DY",
    text: "Delay",
    derivedText: "Delay",
    exception: { code: "84", text: "Delay beyond our control", action: "No action is required." },
    delay: { type: "OPERATIONAL" },
  },
  pickup_ready: {
    code: "HP",
    ...transit,
    text: "Ready for recipient pickup",
    exception: { code: "015A", text: "Package available for pickup at FedEx Office", action: "Bring a photo ID." },
  },
  returning: {
    code: "RS",
    derived: "DL",
    text: "Returning package to shipper",
    derivedText: "Delivered",
    exception: {
      code: "060G",
      text: "Unable to deliver shipment - Returning to shipper",
      action: "No action is required. The package is being returned to the shipper.",
    },
  },
  // At the shipper's door it is a delivery like any other: only the scan before it says that it went back.
  returned: { code: "DL", derived: "DL", text: "Delivered", derivedText: "Delivered" },
};
