import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { pagesOf } from "./paging.ts";

/** What anyone can make by hand. */
const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const refused = expect.objectContaining({ code: "bad_cursor", status: 422 });
const outcome = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe("pages of a list", () => {
  const pages = pagesOf("notes", "number", "string");

  test("walked page by page, every row is seen once, in order, whatever its place and the size of a page", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0 }), fc.string({ unit: "grapheme" })), { maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (rows, limit) => {
        const sorted = rows.map((place, id) => ({ place, id }));
        const seen: number[] = [];
        for (let cursor: string | null = null, from = 0; ; ) {
          const after = pages.after(cursor);
          if (after) expect<unknown>(after).toEqual(sorted[from - 1]?.place);
          const page = pages.page(sorted.slice(from, from + limit + 1), limit, (row) => row.place);
          seen.push(...page.items.map((row) => row.id));
          from += limit;
          cursor = page.next;
          // Safe in an address as it is.
          if (cursor !== null) expect(cursor).toBe(encodeURIComponent(cursor));
          if (cursor === null) break;
        }
        expect(seen).toEqual(sorted.map((row) => row.id));
      }),
    );
  });

  test("no cursor is the beginning", () => {
    expect([pages.after(null), pages.after(undefined), pages.after("")]).toEqual([null, null, null]);
  });

  test("only this list's own cursors are taken", () => {
    expect(pages.after(forged(["notes", 5, "n1"]))).toEqual([5, "n1"]);
    const others = [
      ...["x", "1~ntf_1", "1763692800000.ntf_1", "r12", "%", "ü", "null", forged(null), forged({}), forged("notes")],
      ...[
        ["orders", 5, "n1"],
        ["notes", 5],
        ["notes", "5", "n1"],
        ["notes", 5, 1],
        ["notes", 5, "n1", 1],
      ].map(forged),
      ...[
        ["notes", 1e300, "n"],
        ["notes", 0.5, "n"],
        ["notes", null, "n"],
        ["notes", [5], "n"],
      ].map(forged),
      pagesOf("orders", "number", "string").cursorAt([5, "n1"]),
    ];
    expect(others.map((cursor) => outcome(() => pages.after(cursor)))).toEqual(others.map(() => refused));
  });
});
