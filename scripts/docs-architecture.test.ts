import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { floors, rooms, rowsOf, strangeParticipants, strangers, unproved, wrongRooms } from "./lib/architecture.ts";
import { readDoc } from "./lib/docs.ts";
import { ER_PAGE, readTables, renderTables, unexplained, withPictures } from "./lib/er.ts";
import { ROOT } from "./lib/root.ts";
import { bannedWords } from "./lib/tidy/banned-words.ts";
import { houses } from "./lib/tidy/houses.ts";

// docs/architecture.md and docs/glossary.md, held against the code.

const page = readDoc("docs/architecture.md");
const glossary = readDoc("docs/glossary.md");
const tables = await readTables();

describe("the tables", () => {
  test("the picture is the schema's", () => {
    const now = readFileSync(join(ROOT, ER_PAGE), "utf8");
    if (withPictures(now, renderTables(tables)) !== now) {
      throw new Error(`The schema has moved on and ${ER_PAGE} has not. Run: bun run db:generate`);
    }
  });

  test("a column more, or one that may be empty, is another picture", () => {
    const [first, ...rest] = tables;
    if (!first) throw new Error("There are no tables.");
    const column = { name: "new_column", type: "text", required: false, mark: "", values: [] };
    const changed = renderTables([{ ...first, columns: [...first.columns, column] }, ...rest]);
    expect(changed.columns).toContain('    text new_column "or none"');
    expect(changed.columns).not.toBe(renderTables(tables).columns);
  });

  test("a column that is called an id says where it leads (scripts/lib/er.ts)", () => {
    expect(unexplained(tables)).toEqual([]);
    const stray = {
      name: "a",
      owner: "a",
      relations: [],
      columns: [{ name: "cat_id", type: "text", required: true, mark: "", values: [] }],
    };
    expect(unexplained([stray])).toEqual(["a.cat_id"]);
  });

  test("each row names its organisation, but for those that the page excepts", () => {
    const without = tables.filter(({ columns }) => !columns.some(({ name }) => name === "org_id"));
    expect(without.filter(({ owner }) => owner !== "auth").map(({ name }) => name)).toEqual(["inbox_keys"]);
  });

  test("each has a row that says what it holds", () => {
    const rows = page.prose.split("\n").filter((line) => line.startsWith("| `"));
    expect(tables.map(({ name }) => name).filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))).toEqual(
      [],
    );
  });
});

test("each state and status that a table knows is in the section of statuses", () => {
  const section = page.prose.split(/^## Statuses$/m)[1]?.split(/^## /m)[0] ?? "";
  const states = tables.flatMap(({ name, columns }) =>
    columns
      .filter((column) => /^(state|status|health|sync_state)$/.test(column.name))
      .flatMap((column) => column.values.map((value) => ({ of: `${name}.${column.name}`, value }))),
  );
  expect(states.length).toBeGreaterThan(50);
  expect(states.filter(({ value }) => !section.includes(`\`${value}\``))).toEqual([]);
});

describe("the rooms", () => {
  test("each folder has a line, each line a folder or a file", () => expect(wrongRooms(page)).toEqual([]));

  test("a folder without a line and a line without a folder are noticed", () => {
    const fence = page.fences.find(({ info }) => info === "packages/engine/src");
    if (!fence) throw new Error("The rooms of engine are not listed.");
    const fences = page.fences.map((one) =>
      one === fence ? { ...one, text: one.text.replace(/^core\//m, "cellar/") } : one,
    );
    expect(wrongRooms({ ...page, fences })).toEqual([
      "packages/engine/src/core/ has no line",
      "packages/engine/src/cellar/ is not there",
    ]);
    expect(rooms(page).get("packages/engine/src")).toContain("core/");
  });

  test("who may import whom is what the boundaries test allows", () => {
    const text = readFileSync(join(ROOT, "apps/api/test/boundaries.test.ts"), "utf8");
    const table = /const MAY[^=]*= \{([\s\S]*?)\n\};/.exec(text)?.[1] ?? "";
    const allowed = [...table.matchAll(/"((?:packages|apps)\/\w+)": \[([^\]]*)\]/g)].map(
      ([, house = "", list = ""]) => {
        const names = [...list.matchAll(/@waybill\/(\w+)/g)].map(([, name = ""]) => name).sort();
        const row = page.prose.split("\n").find((line) => line.startsWith(`| \`${house}\``)) ?? "";
        const written = (row.split(" | ")[2] ?? "").match(/\b(domain|adapters|db|engine|ui|tracking)\b/g) ?? [];
        return { house, names, written: [...new Set(written)].sort() };
      },
    );
    expect(allowed.length).toBe(9);
    for (const { house, names, written } of allowed) expect([house, written]).toEqual([house, names]);
  });

  test("the floors are those that the tidy test holds", () => {
    for (const { under, floors: held } of houses) {
      const name = under.split("/")[1] ?? "";
      expect([name, floors(page, name)]).toEqual([name, held.map((floor) => [...floor].sort())]);
    }
  });
});

describe("the walks", () => {
  const walk = (section: string) => rowsOf(page).filter((row) => row.section === section);

  test("a webhook passes ten files from socket to socket, a mail nine, and no walk is longer", () => {
    expect(walk("A webhook")).toHaveLength(10);
    expect(walk("A mail")).toHaveLength(9);
    for (const section of ["An order", "A frame"]) {
      expect(walk(section).length).toBeGreaterThan(4);
      expect(walk(section).length).toBeLessThanOrEqual(10);
    }
  });

  test("what is said to be in a file is in it", () => {
    expect(strangers(page)).toEqual([]);
    expect(strangers(glossary)).toEqual([]);
    const line = "| verb | `noSuchVerb` in `packages/engine/src/core/log.ts` |";
    expect(strangers({ ...page, prose: line })).toEqual(["packages/engine/src/core/log.ts does not say noSuchVerb"]);
  });

  test("each participant of a sequence is a file", () => {
    expect(strangeParticipants(page)).toEqual([]);
    // To Mermaid a semicolon ends the line: what stands behind it would break the picture.
    expect(page.fences.filter(({ language, text }) => language === "mermaid" && text.includes(";"))).toEqual([]);
    const text = "sequenceDiagram\n  participant X as inbox/gone.ts\n";
    expect(strangeParticipants({ ...page, fences: [{ language: "mermaid", info: "", text }] })).toEqual([
      "inbox/gone.ts",
    ]);
  });
});

test("each banned word stands in the glossary with what is said instead", () => {
  const section = glossary.prose.split(/^## Not these$/m)[1] ?? "";
  const missing = bannedWords.filter(({ how, word }) => how === "word" && !section.includes(word));
  expect(missing.map(({ word, use }) => `${word}: ${use}`)).toEqual([]);
});

describe("the promises", () => {
  test("each names its test, and the test is there", () => {
    expect(unproved(page)).toEqual([]);
    const promises = (page.text.split("## Promises")[1]?.split("## Uses")[0] ?? "").split(/^\d\. /m).slice(1);
    expect(promises.length).toBe(9);
    expect(promises.filter((promise) => !promise.includes(".test.ts`"))).toEqual([]);
  });

  test("a test that was renamed is noticed", () => {
    const text = '`apps/api/test/crash.test.ts` ("nothing is ever lost")';
    expect(unproved({ ...page, text })).toEqual(['apps/api/test/crash.test.ts has no test "nothing is ever lost"']);
  });
});
