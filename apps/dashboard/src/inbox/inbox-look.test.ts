import { describe, expect, test } from "bun:test";
import { inboxLook, subjectOf } from "./inbox-look.ts";

const names = { of: (id: string) => ({ shp_1: "1Z1", shp_2: "2Z2", shp_3: "3Z3", ord_1: "#1001" })[id] ?? null };

describe("what a delivery was about", () => {
  test("its topic and the names of what it touched, a long list cut short", () => {
    const row = { note: "fulfillments/update: the order is read again.", effects: ["ord_1"] };
    expect(subjectOf(row, names)).toMatchObject({ topic: "fulfillments/update", about: "#1001" });
    const many = { note: null, effects: ["shp_1", "shp_2", "shp_3"] };
    expect(subjectOf(many, names).about).toBe("1Z1 · 2Z2 +1");
  });

  test("nothing to name: the note speaks; a name that is not known is not invented", () => {
    const unmatched = { note: "No shipment has the number 1 yet.", effects: [] };
    expect(subjectOf(unmatched, names)).toEqual({
      topic: null,
      about: null,
      note: "No shipment has the number 1 yet.",
    });
    expect(subjectOf({ note: null, effects: ["shp_9"] }, names)).toMatchObject({ about: null });
  });

  test("a state of a later version is shown by its own name", () => {
    expect(inboxLook("postponed")).toEqual({ group: "unknown", word: "postponed" });
  });
});
