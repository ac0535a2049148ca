import { describe, expect, test } from "bun:test";
import { buildSchema, getVariableValues, type OperationDefinitionNode, parse, validate } from "graphql";
import { SHOPIFY_SUBSET } from "./fake-sdl.ts";
import * as queries from "./queries.ts";
import { recordedCalls } from "./testing.ts";

// The subset names the documented fields, types and nullability of Admin 2026-10 that we use (docs/platforms/shopify.md#sources);
// graphql-js is the judge. Where the official schema is at hand, queries.test.ts compares the subset with it line for line.

const schema = buildSchema(SHOPIFY_SUBSET);
const documents = Object.entries(queries).filter(
  (entry): entry is [string, string] => typeof entry[1] === "string" && /^\s*(query|mutation)/.test(entry[1]),
);

describe("every request fits the subset that we wrote down", () => {
  test("there are as many documents as the adapter has", () => {
    expect(documents.length).toBe(16);
  });
  for (const [name, document] of documents) {
    test(`${name} is valid`, () => {
      expect(validate(schema, parse(document)).map((error) => error.message)).toEqual([]);
    });
  }
  test("variables as they are really sent fit their types, for every document", async () => {
    const sent = new Set<string>();
    for (const { query, variables } of await recordedCalls()) {
      const operation = parse(query).definitions.find(
        (each): each is OperationDefinitionNode => each.kind === "OperationDefinition",
      );
      if (!operation) throw new Error("No operation.");
      sent.add(operation.name?.value ?? "");
      const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
      expect(errors?.map((error) => error.message) ?? []).toEqual([]);
    }
    const all = documents.map(([, text]) => /(?:query|mutation) (\w+)/.exec(text)?.[1] ?? "");
    expect([...sent].sort()).toEqual(all.sort());
  });
});
