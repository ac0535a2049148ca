import { describe, expect, test } from "bun:test";
import { carriers } from "../registry.gen.ts";
import { type Carriers, carrierIdOf, carrierList, carrierName, carrierPage } from "./find.ts";
import { known } from "./known.ts";

const all: Carriers = carriers;
const idOf = (written: string) => carrierIdOf(Object.values(all), written);

describe("a carrier's name and id", () => {
  test("carriers have their own spelling", () => {
    expect(["ups", "fedex", "royal_mail", "new_zealand_post", "constructor"].map((id) => carrierName(all, id))).toEqual(
      ["UPS", "FedEx", "Royal Mail", "New Zealand Post", "Constructor"],
    );
  });

  test("an adapter's own words come before what is known without one", () => {
    const usps = { ...carriers.ups, id: "usps", name: "The Postal Service", aliases: [] };
    expect(carrierName({ ...all, usps }, "usps")).toBe("The Postal Service");
    expect(carrierList({ ...all, usps }).filter(({ id }) => id === "usps")).toEqual([
      { id: "usps", name: "The Postal Service", moves: true },
    ]);
  });

  test("however a shop writes it, it is one carrier", () => {
    expect(["Royal Mail", "royal_mail", "ROYAL-MAIL", "RoyalMail"].map(idOf)).toEqual(Array(4).fill("royal-mail"));
    expect(
      ["Federal Express", "fedex", "United Parcel Service", "UPS®", "U.S. Postal Service", "dhl_express"].map(idOf),
    ).toEqual(["fedex", "fedex", "ups", "ups", "usps", "dhl"]);
    expect(["Nobody's Parcels", "constructor", "", "__proto__"].map(idOf)).toEqual([null, null, null, null]);
  });

  test("no spelling stands for two carriers", () => {
    const spellings = Object.entries<{ name: string; aliases?: readonly string[] }>({ ...known, ...carriers }).flatMap(
      ([id, { name, aliases = [] }]) =>
        [...new Set([id, name, ...aliases].map((one) => one.toLowerCase()))].map((one) => [one, id]),
    );
    for (const [spelling = "", id = ""] of spellings) expect([spelling, idOf(spelling)]).toEqual([spelling, id]);
  });

  test("ids are slugs, as folders are", () => {
    for (const { id, name } of carrierList(all)) {
      expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(name).not.toBe("");
    }
  });
});

describe("a parcel's page at its carrier", () => {
  test("known carriers have https pages that take the number, encoded", () => {
    for (const id of Object.keys(known)) {
      const page = carrierPage(all, { carrier: id, number: "A/1 ?#" });
      if (page === null) continue;
      expect(new URL(page).protocol).toBe("https:");
      expect(page).toEndWith(encodeURIComponent("A/1 ?#"));
    }
    expect(carrierPage(all, { carrier: "usps", number: "9400111206206406260787" })).toBe(
      "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111206206406260787",
    );
  });

  test("an aggregator, an unknown carrier and one without a page have none", () => {
    for (const carrier of ["easypost", "nobody", "dpd", "toString"])
      expect(carrierPage(all, { carrier, number: "1" })).toBeNull();
  });
});
