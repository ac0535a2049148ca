import { expect, test } from "bun:test";
import { apiKey } from "@better-auth/api-key";
import * as schema from "@waybill/db/schema/auth";
import type { BetterAuthOptions } from "better-auth";
import { getAuthTables } from "better-auth/db";
import { organization } from "better-auth/plugins";
import { getTableColumns } from "drizzle-orm";

/** What the installed better-auth asks for is the judge of our hand-written tables. */
const tablesByName = new Map(Object.entries(schema));

test("our tables have every field that the installed better-auth asks for, as strict as it asks", () => {
  const options = { plugins: [organization(), apiKey({ references: "organization" })] } as unknown as BetterAuthOptions;
  const wrong: string[] = [];
  const tables = getAuthTables(options);
  for (const [model, { fields }] of Object.entries(tables)) {
    const table = tablesByName.get(model);
    if (!table) {
      wrong.push(`table ${model} is missing`);
      continue;
    }
    const columns = getTableColumns(table) as Record<
      string,
      { notNull: boolean; isUnique: boolean; dataType: string } | undefined
    >;
    for (const [name, field] of Object.entries(fields)) {
      const column = columns[name];
      const types: Record<string, string> = { string: "string", number: "number", boolean: "boolean", date: "date" };
      if (!column) wrong.push(`${model}.${name} is missing`);
      else if (column.dataType !== types[String(field.type)])
        wrong.push(`${model}.${name} is a ${column.dataType}, not a ${String(field.type)}`);
      else if (field.required && !column.notNull) wrong.push(`${model}.${name} may be null`);
      else if (field.unique && !column.isUnique) wrong.push(`${model}.${name} is not unique`);
    }
  }
  expect(wrong).toEqual([]);
  expect(Object.keys(tables).sort()).toEqual(Object.keys(schema).sort());
});
