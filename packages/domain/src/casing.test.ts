import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import fc from "fast-check";
import { asciiLower } from "./casing.ts";

test("letters are folded as SQLite's lower() folds them, whatever the alphabet", () => {
  const db = new Database(":memory:");
  const lower = (text: string) => (db.query("SELECT lower(?) AS t").get(text) as { t: string }).t;
  for (const text of ["ÉVA@Example.COM", "İstanbul", "ΣΑΣ", "Straße", "ǅ"]) expect(asciiLower(text)).toBe(lower(text));
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      // SQLite ends a text at NUL.
      const one = text.replaceAll("\0", "");
      expect(asciiLower(one)).toBe(lower(one));
    }),
  );
});
