import { describe, expect, test } from "bun:test";
import { carrierName, carrierPage } from "../carriers/find.ts";
import { carriers } from "../registry.gen.ts";
import { detectCarrier } from "./detect.ts";
import { numbersInField } from "./in-field.ts";

const all = Object.values(carriers);

/**
 * What a shop wrote as number and as company, and who carries it. By the carriers' own documents: 1Z is UPS's; 91 to 95 are USPS's IMpb
 * (Publication 199), 926129 and 927489 of them UPS Mail Innovations'; 00340 DHL Parcel DE's; two letters, 9 digits and GB or US an S10
 * of Royal Mail or USPS; 12 and 15 digits many carriers'.
 */
const PAIRS: [text: string, company: string | null, carrier: string][] = [
  // No carrier's name stands against nothing.
  ["1Z5R89390357567127", null, "ups"],
  ["1Z5R89390357567127", "Other", "ups"],
  ["1Z5R89390357567127", "ShipBob", "ups"],
  ["1Z5R89390357567127", "Custom", "ups"],
  ["1Z5R89390357567127", "Pirate Ship", "ups"],
  ["1Z5R89390357567127", "ShipStation", "ups"],
  ["1Z5R89390357567127", "Warehouse Three", "ups"],
  ["1Z12345E0205271688", "Other", "ups"],
  ["9400111206206406260787", "Other", "usps"],
  ["9400111206206406260787", "Stamps.com", "usps"],
  ["9205590164917312751089", "ShipBob", "usps"],
  ["420787459400111206206406260787", "Our Warehouse", "usps"],
  ["00340434161094015902", "Other", "dhl"],
  ["986578788855", "Other", "fedex"],
  ["986578788855", "ShipBob", "fedex"],
  ["986578788855", "Warehouse Three", "fedex"],
  ["1001921334250001000300779017972697", "Custom", "fedex"],
  ["RB123456785GB", "Other", "royal-mail"],
  ["EA123456785US", "Easyship", "usps"],
  ["EW112720413FR", "Other", "post"],
  ["3318810025", "Other", "dhl"],
  ["320595463938", "Other", "purolator"],
  ["TBA502887274000", "Other", "amazon"],
  // A carrier's name that its own numbers contradict.
  ["1Z5R89390357567127", "FedEx", "ups"],
  ["1Z5R89390357567127", "USPS", "ups"],
  ["1Z5R89390357567127", "DHL Express", "ups"],
  ["1Z5R89390357567127", "Amazon", "ups"],
  ["9400111206206406260787", "UPS", "usps"],
  ["9400111206206406260787", "FedEx", "usps"],
  ["9400111206206406260787", "DHL", "usps"],
  ["9205590164917312751089", "UPS", "usps"],
  ["9205590164917312751089", "FedEx", "usps"],
  ["92001903060085300042901077", "UPS", "usps"],
  ["00340434161094015902", "UPS", "dhl"],
  ["00340434161094015902", "FedEx", "dhl"],
  ["00340434161094015902", "Royal Mail", "dhl"],
  ["RB123456785GB", "UPS", "royal-mail"],
  ["RB123456785US", "FedEx", "usps"],
  ["1001921334250001000300779017972697", "UPS", "fedex"],
  ["9622001900000000000000776632517510", "USPS", "fedex"],
  ["9611020987654312345672", "UPS", "fedex"],
  // A carrier's name that its own numbers admit.
  ["1Z5R89390357567127", "UPS", "ups"],
  ["1Z5R89390357567127", "UPS® Ground", "ups"],
  ["1Z12345E0205271688", "United Parcel Service", "ups"],
  ["9261290283641500004181", "UPS", "ups"],
  ["92748999985493513018050063", "UPS", "ups"],
  ["9205590164917312751089", "UPS Mail Innovations", "ups"],
  ["9205590164917312751089", "UPS SurePost", "ups"],
  ["9261290283641500004181", "FedEx", "fedex"],
  ["9261290283641500004181", "FedEx SmartPost", "fedex"],
  ["9261290283641500004181", "USPS", "usps"],
  ["9261290283641500004181", null, "usps"],
  ["9374869903500123456788", "DHL eCommerce", "dhl"],
  ["00340434161094015902", "USPS", "usps"],
  ["00340434161094015902", "DHL Paket", "dhl"],
  ["320595463938", "FedEx Ground", "fedex"],
  ["986578788855", "Purolator", "purolator"],
  ["EK123456785GB", "Parcelforce", "parcelforce"],
  ["JJD0002257639032011", "Yodel", "yodel"],
  ["JJD0002257639032011", "DHL", "dhl"],
  ["15501234567890", "DPD UK", "dpd"],
  // Another carrier's check digit holds, and none of the named one's numbers looks like it.
  ["986578788855", "USPS", "fedex"],
  ["986578788856", "USPS", "usps"],
  // UPS lists twelve digits among its own forms.
  ["986578788855", "UPS", "ups"],
  // A carrier's name where the number proves nothing: carriers have shapes that we do not know.
  ["986578788855", "Delhivery", "delhivery"],
  ["3318810025", "Blue Dart", "blue-dart"],
  ["7035114477138472", "GLS", "gls"],
  ["AB12345", "DPD", "dpd"],
  ["H1001234567890", "Evri", "evri"],
  ["EW112720413FR", "La Poste", "la-poste"],
  ["EW112720413FR", "Colissimo", "colissimo"],
  ["LX123456785DE", "DHL", "dhl"],
  ["RB123456785CA", "Canada Post", "canada-post"],
  ["1Z5R89390357567126", "FedEx", "fedex"],
  // Nobody's name and nobody's number: what the shop wrote is all there is.
  ["AB12345", "Bike & Sons", "Bike & Sons"],
  ["AB12345", "ShipBob", "ShipBob"],
];

describe("who carries what a shop wrote (docs/platforms/tracking-numbers.md#ranking)", () => {
  for (const [text, company, carrier] of PAIRS) {
    test(`${text} by ${company ?? "nobody named"}: ${carrier}`, () => {
      expect(numbersInField(all, { text, company }).parcels.map((parcel) => parcel.carrier)).toEqual([carrier]);
    });
  }

  test("detection names the same carrier first, by our id", () => {
    for (const [text, company, carrier] of PAIRS) {
      if (carrier !== carrier.toLowerCase()) continue;
      expect([text, company, detectCarrier(all, text, company)[0]?.carrier]).toEqual([text, company, carrier]);
    }
  });

  test("the link leads to the carrier that carries it, with the number people know", () => {
    const page = (text: string, company: string) => {
      const [parcel] = numbersInField(all, { text, company }).parcels;
      return parcel && carrierPage(carriers, { carrier: parcel.carrier ?? "", number: parcel.number });
    };
    expect(page("420787459400111206206406260787", "UPS")).toEndWith(
      "usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787",
    );
    expect(page("1001921334250001000300779017972697", "Other")).toEndWith("fedextrack/?trknbr=779017972697");
    expect(page("AB12345", "ShipBob")).toBeNull();
  });

  test("a name that nobody knows is shown as the shop wrote it, and a known one by its own", () => {
    expect(
      ["ShipBob", "Bike & Sons", "Bolt", "royal-mail", "la-poste", "blue-dart", "postnl"].map((id) =>
        carrierName(carriers, id),
      ),
    ).toEqual(["ShipBob", "Bike & Sons", "Bolt", "Royal Mail", "La Poste", "Blue Dart", "PostNL"]);
  });
});
