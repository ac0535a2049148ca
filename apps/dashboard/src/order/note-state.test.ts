import { describe, expect, test } from "bun:test";
import { freshNote, isDirty, keepBoth, keepMine, othersWrote, storedInstead, takeTheirs } from "./note-state.ts";

const typing = { text: "Fragile!", kept: "", theirs: null };

describe("a note two people write", () => {
  test("untouched, it follows what is kept", () => {
    expect(othersWrote(freshNote("Call first"), "Ring twice", null).text).toBe("Ring twice");
  });

  test("what is being typed is never overwritten, and theirs is shown beside it", () => {
    const both = othersWrote(typing, "Call first", null);
    expect(both.text).toBe("Fragile!");
    expect(both.theirs).toBe("Call first");
    expect(isDirty(both)).toBe(true);
  });

  test("one's own saving, told back, is no other person's; what was typed since stays", () => {
    const more = { text: "Fragile! Call first", kept: "", theirs: null };
    expect(othersWrote(more, "Fragile!", "Fragile!")).toEqual({ ...more, kept: "Fragile!" });
  });

  test("both, mine or theirs: each choice keeps what it says", () => {
    const both = othersWrote(typing, "Call first", null);
    expect(keepBoth(both).text).toBe("Call first\nFragile!");
    expect(keepMine(both)).toMatchObject({ text: "Fragile!", theirs: null });
    expect(takeTheirs(both)).toMatchObject({ text: "Call first", theirs: null });
    expect(isDirty(takeTheirs(both))).toBe(false);
  });

  test("a saving refused because of another text brings that text, also an empty one; any other failure brings none", () => {
    const refused = (code: string, issues: { path: string; message: string }[]) =>
      Object.assign(new Error("no"), { name: "ApiFailure", status: 409, code, issues, requestId: null });
    expect(storedInstead(refused("note_changed", [{ path: "note", message: "Call first" }]))).toBe("Call first");
    expect(storedInstead(refused("note_changed", [{ path: "note", message: "" }]))).toBe("");
    expect(storedInstead(refused("conflict", [{ path: "note", message: "x" }]))).toBeNull();
    expect(storedInstead(new Error("offline"))).toBeNull();
    const emptied = othersWrote({ text: "Fragile! Call first", kept: "Fragile!", theirs: null }, "", null);
    expect([emptied.theirs, emptied.kept, keepMine(emptied).text]).toEqual(["", "", "Fragile! Call first"]);
  });

  test("the same words from the other side are no conflict", () => {
    expect(othersWrote(typing, "Fragile!", null).theirs).toBeNull();
  });
});
