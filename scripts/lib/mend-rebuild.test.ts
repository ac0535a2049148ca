import { expect, test } from "bun:test";
import { mendRebuild } from "./mend-rebuild.ts";

test("a copy leaves columns that only the new table has to their default", () => {
  const copy = 'INSERT INTO `__new_t`("id", "old", "new", "late") SELECT "id", "old", "new", "late" FROM `t`;';
  expect(mendRebuild([copy], { t: ["id", "old"] })).toEqual([
    "INSERT INTO `__new_t`(`id`, `old`) SELECT `id`, `old` FROM `t`;",
  ]);
  const steps = ["ALTER TABLE `t` ADD `late` text;", 'ALTER TABLE `t` RENAME COLUMN "was" TO "old";', copy];
  expect(mendRebuild(steps, { t: ["id", "was"] })[2]).toBe(
    "INSERT INTO `__new_t`(`id`, `old`, `late`) SELECT `id`, `old`, `late` FROM `t`;",
  );
});

test("a copy by hand stands as it is written", () => {
  const copy = 'INSERT INTO `__new_t`("id", "new") SELECT "id", upper("old") FROM `t`;';
  expect(mendRebuild([copy], { t: ["id", "old"] })).toEqual([copy]);
});

test("an index over an expression gets its expression back", () => {
  const index = 'CREATE UNIQUE INDEX `i` ON `t` (`org_id`,`"placed_at" desc`,`lower("email")`) WHERE "t"."a" > 1;';
  expect(mendRebuild([index], {})).toEqual([
    'CREATE UNIQUE INDEX `i` ON `t` (`org_id`,"placed_at" desc,lower("email")) WHERE "t"."a" > 1;',
  ]);
});
