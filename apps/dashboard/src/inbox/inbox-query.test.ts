import { describe, expect, test } from "bun:test";
import { hexDump } from "./hex-dump.ts";
import { inboxQuery } from "./inbox-query.ts";
import { verifiedWords } from "./verified-words.ts";

const none = { q: "", connection: "", kind: "", state: "", when: "", from: "", to: "" };
const NOW = Date.parse("2026-11-21T12:00:30Z");

describe("the filter as a question", () => {
  test("nothing chosen asks for everything", () => {
    expect(Object.values(inboxQuery(none, NOW)).filter((value) => value !== "" && value !== null)).toEqual([]);
  });

  test("a span ends now; days are whole days of the reader's, both included", () => {
    expect(inboxQuery({ ...none, when: "1h" }, NOW).from).toBe(Date.parse("2026-11-21T11:00:00Z"));
    const { from, to } = inboxQuery({ ...none, when: "days", from: "2026-11-20", to: "2026-11-20" }, NOW);
    expect(from).toBe(new Date(2026, 10, 20).getTime());
    expect(to).toBe(new Date(2026, 10, 21).getTime());
  });

  test("what is no date narrows nothing", () => {
    const { from, to } = inboxQuery({ ...none, when: "days", from: "soon", to: "" }, NOW);
    expect([from, to]).toEqual([null, null]);
  });
});

test("a check is explained by what it is; one that is not known claims nothing", () => {
  const check = { sentence: "Acme signed it.", scheme: "HMAC", header: "x-acme", time: "" };
  expect(verifiedWords("X-Acme", check).header).toBe("x-acme");
  expect(verifiedWords("X-Acme", check).sentence).toBe("Acme signed it.");
  expect(verifiedWords("X-Acme, previous secret", check).sentence).toMatch(/^Acme signed it\. .*previous secret/);
  expect(verifiedWords("asked by us", null).header).toBeNull();
  expect(verifiedWords("moon-phase", null).sentence).toContain("moon-phase");
  expect(verifiedWords("moon-phase", null).sentence).not.toContain("signed");
});

test("bytes as hex: sixteen a line, text beside them (the form of hexdump -C)", () => {
  const bytes = new TextEncoder().encode("Waybill shows...\n\u00e9");
  expect(hexDump(bytes)).toBe(
    "000000  57 61 79 62 69 6c 6c 20 73 68 6f 77 73 2e 2e 2e  Waybill shows...\n000010  0a c3 a9                                         ...",
  );
});
