import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/root.ts";
import { type Allowed, ceilingProblem, differences, LIST, type Total, totalOf } from "./lib/tidy/allow.ts";
import { type CheckName, findAll } from "./lib/tidy/checks.ts";
import { readProject } from "./lib/tidy/project.ts";

/**
 * How much the allow-list still holds, check by check. These numbers only go down: whoever lowers one keeps it low for all. They stand
 * here and not in the list, so that nothing is let in by writing the list anew, and a raised number is a line that a reviewer sees.
 */
const CEILING: Record<CheckName, Total> = {
  deadExports: { entries: 7, sum: 7 },
  deadFiles: { entries: 1, sum: 1 },
  longFunctions: { entries: 34, sum: 3545 },
  bannedNames: { entries: 2, sum: 13 },
  fullFolders: { entries: 0, sum: 0 },
  circles: { entries: 0, sum: 0 },
  floors: { entries: 0, sum: 0 },
  references: { entries: 0, sum: 0 },
  platformIds: { entries: 0, sum: 0 },
};

const titles: Record<CheckName, string> = {
  deadExports: "each exported name is imported by somebody",
  deadFiles: "each file is reached from an entry",
  longFunctions: "no function has more than 70 lines",
  bannedNames: "each thing has its one name",
  fullFolders: "no folder holds more than 25 files",
  circles: "no files import one another",
  floors: "no import runs up or across a floor",
  references: "each document that a comment or a test's name refers to is here",
  platformIds: "no platform is named outside its folder",
};

const allowList = JSON.parse(readFileSync(join(ROOT, LIST), "utf8")) as Record<CheckName, Allowed>;
const found = findAll(readProject());
const names = Object.keys(titles) as CheckName[];

/** One sentence a line reads better than the difference of two lists. */
function expectNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`\n${problems.map((problem) => `  ${problem}`).join("\n")}\n`);
}

describe("tidy", () => {
  for (const name of names) test(titles[name], () => expectNone(differences(found[name], allowList[name])));

  test("the allow-list is no longer and no larger than its ceiling", () => {
    expect(Object.keys(allowList).sort()).toEqual(Object.keys(CEILING).sort());
    expectNone(names.flatMap((name) => ceilingProblem(name, totalOf(allowList[name]), CEILING[name]) ?? []));
  });
});
