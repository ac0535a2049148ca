import { readdirSync } from "node:fs";
import { join } from "node:path";
import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { ROOT } from "./root.ts";

const FOLDER = "packages/db/src/schema";
/** The page that holds the pictures, each between two lines that name it. */
export const ER_PAGE = "docs/architecture.md";
const BEGIN = (part: string) => `<!-- ${part}: written by \`bun run db:generate\` -->`;
const END = (part: string) => `<!-- /${part} -->`;

type Column = { name: string; type: string; required: boolean; mark: string; values: readonly string[] };
type Relation = { from: string; to: string; column: string; required: boolean; one: boolean };
type Table = { name: string; owner: string; columns: Column[]; relations: Relation[] };

/** Which table a column means. The schema has hardly any foreign keys: erasure and import are whole commits that keep them true. */
const MEANS: Record<string, string> = {
  order_id: "orders",
  shipment_id: "shipments",
  connection_id: "connections",
  inbox_id: "inbox",
  last_run_id: "sync_runs",
  notification_id: "outbox",
  user_id: "user",
  sku: "products",
  organization_id: "organization",
  active_organization_id: "organization",
  reference_id: "organization",
};
/** Columns that are called an id and lead to no table: the organisation (on every row, so drawn on none), and other people's ids. */
const LEADS_NOWHERE =
  /^(org_id|account_id|provider_id|config_id|cause_id|unique_id|external_(id|order_id|fulfilment_id|line_id))$/;
/** Texts of a line or a catalogue that other tables only repeat. */
const REPEATED = new Set(["order_lines.sku", "products.sku"]);

/** Every table of `packages/db/src/schema`, by the file that declares it. */
export async function readTables(): Promise<Table[]> {
  const files = readdirSync(join(ROOT, FOLDER)).filter((file) => file.endsWith(".ts"));
  const tables: Table[] = [];
  for (const file of files.sort()) {
    const declared = Object.values((await import(join(ROOT, FOLDER, file))) as Record<string, unknown>);
    for (const value of declared) if (is(value, SQLiteTable)) tables.push(tableOf(value, file.replace(/\.ts$/, "")));
  }
  return tables;
}

function tableOf(table: SQLiteTable, owner: string): Table {
  const { name, columns, primaryKeys, foreignKeys, indexes } = getTableConfig(table);
  const primary = new Set([
    ...columns.filter((column) => column.primary).map((column) => column.name),
    ...primaryKeys.flatMap((key) => key.columns.map((column) => column.name)),
  ]);
  const alone = new Set([
    ...(primary.size === 1 ? primary : []),
    ...columns.filter((column) => column.isUnique).map((column) => column.name),
    ...indexes.flatMap(({ config }) =>
      config.unique && config.columns.length === 1 ? [nameOf(config.columns[0])] : [],
    ),
  ]);
  const declared = new Map(
    foreignKeys.map((key) => {
      const { columns: own, foreignTable } = key.reference();
      return [own[0]?.name ?? "", getTableConfig(foreignTable).name];
    }),
  );
  const relations = columns.flatMap((column): Relation[] => {
    const to = declared.get(column.name) ?? MEANS[column.name];
    if (to === undefined || to === name || REPEATED.has(`${name}.${column.name}`)) return [];
    return [{ from: name, to, column: column.name, required: column.notNull, one: alone.has(column.name) }];
  });
  const key = (column: string) => {
    const marks = [
      primary.has(column) ? "PK" : "",
      relations.some((one) => one.column === column) ? "FK" : "",
      alone.has(column) && !primary.has(column) ? "UK" : "",
    ];
    return marks.filter(Boolean).join(", ");
  };
  return {
    name,
    owner,
    relations,
    columns: columns.map((column) => ({
      name: column.name,
      type: typeOf(column),
      required: column.notNull,
      mark: key(column.name),
      values: column.enumValues ?? [],
    })),
  };
}

const nameOf = (column: object | undefined): string => (column && "name" in column ? String(column.name) : "");

/** What the column holds, as its reader sees it: a flag is no integer and a document no text. */
function typeOf(column: { columnType: string; dataType: string; getSQLType: () => string }): string {
  if (column.dataType === "boolean") return "flag";
  if (column.dataType === "json") return "json";
  if (column.dataType === "date") return "instant";
  return column.getSQLType();
}

/** Columns that are called an id and of which this file does not know where they lead. */
export const unexplained = (tables: readonly Table[]): string[] =>
  tables.flatMap(({ name, columns }) =>
    columns
      .filter((one) => /_id$/.test(one.name) && !(one.name in MEANS) && !LEADS_NOWHERE.test(one.name))
      .filter((one) => !one.mark.includes("FK"))
      .map((one) => `${name}.${one.name}`),
  );

const line = ({ from, to, column, required, one }: Relation) =>
  `  ${to} ${required ? "||" : "|o"}--${one ? "o|" : "o{"} ${from} : ${column}`;

const block = ({ name, columns }: Table) => [
  `  ${name} {`,
  ...columns.map(
    (one) => `    ${one.type} ${one.name}${one.mark && ` ${one.mark}`}${one.required ? "" : ' "or none"'}`,
  ),
  "  }",
];

const fence = (lines: readonly string[]) => ["```mermaid", "erDiagram", ...lines, "```"].join("\n");

/** The tables of sign-in are better-auth's own: the whole picture is clearer without them. */
const APART = "auth";

type Pictures = { tables: string; columns: string };

/** `tables`: the whole without columns. `columns`: each owner's tables with theirs. */
export function renderTables(tables: readonly Table[]): Pictures {
  const whole = tables.filter(({ owner }) => owner !== APART);
  const names = new Set(whole.map(({ name }) => name));
  const related = whole.flatMap((table) => table.relations.filter(({ to }) => names.has(to)));
  const drawn = new Set(related.flatMap(({ from, to }) => [from, to]));
  const single = [...names].filter((name) => !drawn.has(name)).map((name) => `  ${name}`);
  const owners = [...Map.groupBy(tables, ({ owner }) => owner)].map(([owner, own]) => {
    const within = own.flatMap((table) => table.relations.filter(({ to }) => own.some((other) => other.name === to)));
    const picture = fence([...own.flatMap(block), ...within.map(line)]);
    const title = own.map(({ name }) => name).join(", ");
    return `<details><summary>${title}</summary>\n\n\`${FOLDER}/${owner}.ts\`\n\n${picture}\n\n</details>`;
  });
  return { tables: fence([...related.map(line), ...single]), columns: owners.join("\n\n") };
}

/** A page with its pictures replaced. */
export function withPictures(page: string, pictures: Pictures): string {
  return Object.entries(pictures).reduce((text, [part, picture]) => {
    const [before, rest] = text.split(BEGIN(part));
    const after = rest?.split(END(part))[1];
    if (before === undefined || after === undefined) {
      throw new Error(
        `${ER_PAGE} has no place for its picture: it stands between "${BEGIN(part)}" and "${END(part)}".`,
      );
    }
    return `${before}${BEGIN(part)}\n\n${picture}\n\n${END(part)}${after}`;
  }, page);
}
