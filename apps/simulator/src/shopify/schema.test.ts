import { describe, expect, test } from "bun:test";
import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
} from "graphql";
import { hasShared, sharedText } from "../../test/helpers.ts";
import { schemaText } from "./schema.ts";

type Named = { name: string; type: { toString(): string }; defaultValue?: unknown };

/** Everything in which `ours` says something that `official` does not. */
function differences(ours: GraphQLSchema, official: GraphQLSchema): string[] {
  const found: string[] = [];
  const same = (where: string, left: Named, right: Named | undefined) => {
    if (right === undefined) found.push(`${where} does not exist`);
    else if (String(left.type) !== String(right.type)) found.push(`${where} is ${left.type}, officially ${right.type}`);
  };
  for (const [name, type] of Object.entries(ours.getTypeMap())) {
    if (name.startsWith("__")) continue;
    const other = official.getType(name);
    if (other === undefined || other.constructor.name !== type.constructor.name) {
      found.push(`${name} does not exist or is of another kind`);
    } else if (isEnumType(type) && isEnumType(other)) {
      for (const { name: value } of type.getValues())
        if (!other.getValue(value)) found.push(`${name}.${value} does not exist`);
    } else if (isInputObjectType(type) && isInputObjectType(other)) {
      const fields = other.getFields();
      for (const field of Object.values(type.getFields())) same(`${name}.${field.name}`, field, fields[field.name]);
      for (const field of Object.values(fields)) {
        const required = String(field.type).endsWith("!") && field.default === undefined;
        if (required && type.getFields()[field.name] === undefined)
          found.push(`${name}.${field.name} is required but missing`);
      }
    } else if ((isObjectType(type) && isObjectType(other)) || (isInterfaceType(type) && isInterfaceType(other))) {
      const fields = other.getFields();
      for (const field of Object.values(type.getFields())) {
        const match = fields[field.name];
        same(`${name}.${field.name}`, field, match);
        for (const argument of field.args) {
          same(
            `${name}.${field.name}(${argument.name})`,
            argument,
            match?.args.find((each) => each.name === argument.name),
          );
        }
        for (const argument of match?.args ?? []) {
          const required = String(argument.type).endsWith("!") && argument.default === undefined;
          if (required && !field.args.some((each) => each.name === argument.name))
            found.push(`${name}.${field.name}(${argument.name}) is required but missing`);
        }
      }
      for (const each of type.getInterfaces()) {
        if (!other.getInterfaces().some((theirs) => theirs.name === each.name))
          found.push(`${name} does not implement ${each.name}`);
      }
    } else if (!isScalarType(type)) found.push(`${name} was not compared`);
  }
  return found;
}

describe("the Shopify subset", () => {
  test.skipIf(!hasShared)("says nothing that Shopify's schema 2026-10 does not say (needs originals)", () => {
    const official = buildSchema(sharedText("specs/shopify/admin_2026-10.graphql"), { assumeValidSDL: true });
    expect(differences(buildSchema(schemaText), official)).toEqual([]);
  });

  test("the comparison sees a wrong name, nullability, argument and enum value", () => {
    const official = buildSchema("type Query { a(x: Int): String! b: E } enum E { ONE }");
    const ours = buildSchema("type Query { a(y: Int): String c: Int b: E } enum E { ONE TWO }");
    expect(differences(ours, official)).toEqual([
      "Query.a is String, officially String!",
      "Query.a(y) does not exist",
      "Query.c does not exist",
      "E.TWO does not exist",
    ]);
  });
});
