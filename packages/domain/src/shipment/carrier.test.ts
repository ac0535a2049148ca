import { describe, expect, test } from "bun:test";
import { isNamelessCarrier, nameFromId } from "./carrier.ts";

describe("a carrier that nobody has a name for", () => {
  test("is named by its id as people would write it", () => {
    expect(["new_zealand_post", "royal-mail", "seur", "post", "Royal-mail"].map(nameFromId)).toEqual([
      "New Zealand Post",
      "Royal Mail",
      "SEUR",
      "Post",
      "Royal Mail",
    ]);
  });

  test("is nobody where the shop meant nobody", () => {
    for (const id of ["", "unknown", "Other", "custom", "n-a"]) {
      expect([id, isNamelessCarrier(id), nameFromId(id)]).toEqual([id, true, "Carrier unknown"]);
    }
    expect(isNamelessCarrier("ups")).toBe(false);
  });
});
