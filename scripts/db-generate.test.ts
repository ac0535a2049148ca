import { expect, test } from "bun:test";
import { stepOf } from "./db-generate.ts";

const step = (...statements: string[]) =>
  stepOf({ tag: "0008_x", text: statements.join("--> statement-breakpoint\n"), before: { t: ["id"] } });

test("what drizzle-kit puts around a rebuild is a mark and no statement", () => {
  const rebuild = [
    "CREATE TABLE `__new_t` (\n\t`id` text\n);\n",
    'INSERT INTO `__new_t`("id") SELECT "id" FROM `t`;',
    "DROP TABLE `t`;",
    "ALTER TABLE `__new_t` RENAME TO `t`;",
  ];
  const read = step("PRAGMA foreign_keys=OFF;", ...rebuild, "PRAGMA foreign_keys=ON;");
  expect(read.rebuild).toBe(true);
  expect(read.statements.length).toBe(4);
  expect(read.statements.join(" ")).not.toContain("PRAGMA");
});

test("taking a table away is a rebuild without any mark; adding to one is none", () => {
  expect(step("DROP TABLE `t`;").rebuild).toBe(true);
  expect(step("-- no longer asked for\nDROP TABLE IF EXISTS t").rebuild).toBe(true);
  expect(step("ALTER TABLE `t` ADD `a` text;").rebuild).toBeUndefined();
  expect(step("CREATE TABLE `drop_table` (`a` text);").rebuild).toBeUndefined();
});

test("any other PRAGMA is refused in words", () => {
  expect(() => step("PRAGMA defer_foreign_keys = ON;")).toThrow("0008_x.sql holds");
  expect(() => step("CREATE TABLE a (x);\nPRAGMA foreign_keys=OFF;")).toThrow("each a statement of its own");
});
