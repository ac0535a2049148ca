import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type JsonNode, jsonHits, jsonTree } from "./json-view-tree.ts";

function plain(node: JsonNode): unknown {
  if (node.kind === "object") return node.entries.map(({ key, node: inner }) => [key, plain(inner)]);
  if (node.kind === "array") return node.items.map(plain);
  return node.kind === "string" ? node.text : JSON.parse(node.text);
}
const asPairs = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(asPairs)
    : typeof value === "object" && value !== null
      ? Object.entries(value).map(([key, inner]) => [key, asPairs(inner)])
      : value;

describe("JSON as a tree", () => {
  test("it says what JSON.parse says, compact or indented", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const source = JSON.stringify(value, null, indent);
        const tree = jsonTree(source);
        expect(tree && plain(tree)).toEqual(asPairs(JSON.parse(source)));
      }),
    );
  });

  test("a number keeps the digits that were sent", () => {
    const tree = jsonTree('{"id":820982911946154508,"rate":1.10}');
    expect(tree).toEqual({
      kind: "object",
      entries: [
        { key: "id", node: { kind: "number", text: "820982911946154508" } },
        { key: "rate", node: { kind: "number", text: "1.10" } },
      ],
    });
  });

  test("what is not JSON is no tree, as for JSON.parse", () => {
    const alphabet = fc.string({
      unit: fc.constantFrom("{", "}", "[", "]", '"', ",", ":", "1", "0", "-", "a", "t", " ", "\\"),
    });
    fc.assert(
      fc.property(alphabet, (source) => {
        let valid = true;
        try {
          JSON.parse(source);
        } catch {
          valid = false;
        }
        expect(jsonTree(source) !== null).toBe(valid);
      }),
      { numRuns: 2000 },
    );
    expect(jsonTree("a=1&b=2")).toBeNull();
    expect(jsonTree("[".repeat(100_000))).toBeNull();
  });

  test("names and values are searched, whatever their case", () => {
    const tree = jsonTree('{"Status":"in_transit","scans":[{"status":"IN_TRANSIT"}]}');
    expect(tree && [jsonHits(tree, "in_tran"), jsonHits(tree, "status"), jsonHits(tree, " ")]).toEqual([2, 2, 0]);
  });
});
