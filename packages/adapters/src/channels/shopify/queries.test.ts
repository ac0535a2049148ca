import { describe, expect, test } from "bun:test";
import {
  buildSchema,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { hasShared, shared, sharedJson } from "../../contract/world.ts";
import { SHOPIFY_SUBSET } from "./fake-sdl.ts";
import * as queries from "./queries.ts";
import { recordedCalls } from "./testing.ts";

// `assumeValid`: graphql-js 17 objects to six deprecated fields of interfaces in Shopify's own schema.
// The judges: Shopify's own schema and access list for 2026-10 (docs/platforms/shopify.md#sources), and graphql-js.
const spec = (name: string) => `specs/shopify/${name}`;

const documents = Object.entries(queries).filter(
  (entry): entry is [string, string] => typeof entry[1] === "string" && /^\s*(query|mutation)/.test(entry[1]),
);
const schema: GraphQLSchema | null = hasShared
  ? buildSchema(shared(spec("admin_2026-10.graphql")), { assumeValid: true })
  : null;

describe.skipIf(!hasShared)("every request is one that Shopify 2026-10 takes (needs originals)", () => {
  const official = schema as GraphQLSchema;

  test("there are as many documents as the adapter has", () => {
    expect(documents.length).toBe(16);
  });

  for (const [name, document] of documents) {
    test(`${name} is valid`, () => {
      expect(validate(official, parse(document)).map((error) => error.message)).toEqual([]);
    });
  }

  test("variables as they are really sent fit their types, for every document", async () => {
    const calls = await recordedCalls();
    const sent = new Set<string>();
    for (const { query, variables } of calls) {
      const ast = parse(query);
      const operation = ast.definitions.find((d): d is OperationDefinitionNode => d.kind === "OperationDefinition");
      if (!operation) throw new Error("No operation.");
      sent.add(operation.name?.value ?? "");
      const known = new Set((operation.variableDefinitions ?? []).map((v) => v.variable.name.value));
      expect(Object.keys(variables).filter((key) => !known.has(key))).toEqual([]);
      const { errors } = getVariableValues(official, operation.variableDefinitions ?? [], variables);
      expect(errors?.map((e) => e.message) ?? []).toEqual([]);
    }
    const all = documents.map(([, text]) => /(?:query|mutation) (\w+)/.exec(text)?.[1] ?? "");
    expect([...sent].sort()).toEqual(all.sort());
  });

  test("the scopes that Shopify demands are the ones the settings name", async () => {
    type Item = { type: string; typeName: string; fieldName?: string; offlineScopes: string[] };
    const { items } = sharedJson(spec("admin_2026-10.required-access.json")) as {
      items: Item[];
    };
    const key = (type: string, field?: string) => `${type}.${field ?? ""}`;
    const needs = new Map(
      items.map((i) => [key(i.typeName, i.type === "type" ? undefined : i.fieldName), i.offlineScopes]),
    );
    const granted = new Set<string>(queries.SHOPIFY_SCOPES);
    const used = new Set<string>();
    for (const [name, document] of documents) {
      const info = new TypeInfo(official);
      visit(
        parse(document),
        visitWithTypeInfo(info, {
          Field: (field) => {
            const parent = info.getParentType();
            const type = getNamedType(info.getType());
            for (const scopes of [
              needs.get(key(parent?.name ?? "", field.name.value)),
              needs.get(key(type?.name ?? "")),
            ]) {
              if (!scopes || scopes.length === 0) continue;
              const ours = scopes.filter((scope) => granted.has(scope));
              if (ours.length === 0) throw new Error(`${name}: ${field.name.value} needs one of ${scopes.join(", ")}`);
              if (scopes.length === 1 || ours.length === 1) used.add(ours[0] ?? "");
            }
          },
        }),
      );
    }
    // None asked for in vain.
    expect([...used].sort()).toEqual([...granted].sort());
  });

  test("the subset that the fake executes is Shopify's, line for line", () => {
    const subset = buildSchema(SHOPIFY_SUBSET);
    const wrong: string[] = [];
    for (const [name, type] of Object.entries(subset.getTypeMap())) {
      if (name.startsWith("__") || ["String", "Int", "Boolean", "ID", "Float"].includes(name)) continue;
      const real = official.getType(name);
      if (!real) wrong.push(name);
      if (isEnumType(type) && isEnumType(real)) {
        for (const { name: value } of type.getValues()) if (!real.getValue(value)) wrong.push(`${name}.${value}`);
      }
      if (isInputObjectType(type) && isInputObjectType(real)) {
        for (const field of Object.values(type.getFields())) {
          if (String(real.getFields()[field.name]?.type) !== String(field.type)) wrong.push(`${name}.${field.name}`);
        }
      }
      const both = (isObjectType(type) && isObjectType(real)) || (isInterfaceType(type) && isInterfaceType(real));
      if (!both) continue;
      for (const field of Object.values(type.getFields())) {
        const theirs = real.getFields()[field.name];
        if (String(theirs?.type) !== String(field.type)) wrong.push(`${name}.${field.name}: ${String(theirs?.type)}`);
        for (const arg of field.args) {
          const other = theirs?.args.find((a) => a.name === arg.name);
          if (String(other?.type) !== String(arg.type)) wrong.push(`${name}.${field.name}(${arg.name})`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

test.skipIf(!hasShared)("no document asks for what Shopify has deprecated (needs originals)", () => {
  const official = schema as GraphQLSchema;
  const found: string[] = [];
  for (const [name, document] of documents) {
    const info = new TypeInfo(official);
    const note = (reason: string | null | undefined, field: string) => reason && found.push(`${name}: ${field}`);
    visit(
      parse(document),
      visitWithTypeInfo(info, { Field: (f) => void note(info.getFieldDef()?.deprecationReason, f.name.value) }),
    );
  }
  expect(found).toEqual([]);
});
