import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fit } from "./palette-match.ts";

const order = (typed: string, ...all: string[]) =>
  all.filter((words) => fit(typed, words) !== null).sort((a, b) => (fit(typed, b) ?? 0) - (fit(typed, a) ?? 0));

describe("what the palette finds", () => {
  test("the start of the words comes before a word inside, and that before letters inside a word", () => {
    expect(order("or", "Open the store", "Go to orders", "Orders")).toEqual([
      "Orders",
      "Go to orders",
      "Open the store",
    ]);
  });

  test("letters in their order are enough when they are near each other; others find nothing", () => {
    expect(fit("shpm", "Shipments")).not.toBeNull();
    expect(fit("xyz", "Shipments")).toBeNull();
    expect(fit("oz", "Orders of today in every time zone of the world")).toBeNull();
  });

  test("case, accents and punctuation do not matter", () => {
    expect(fit("MÜLLER", "muller")).not.toBeNull();
    expect(fit("sync all", "Sync: all shops")).not.toBeNull();
  });

  test("anything is found by itself, whatever it is made of", () => {
    fc.assert(fc.property(fc.string(), (words) => fit(words, words) !== null));
  });
});
