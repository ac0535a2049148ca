import { buildSchema, type DocumentNode, type ExecutionResult, execute, GraphQLError, parse, validate } from "graphql";
import { MAX_QUERY_COST, refill, requestedCost, throttleStatus } from "./cost.ts";
import { mutations } from "./mutations.ts";
import { queries, type RequestContext } from "./queries.ts";
import { schemaText } from "./schema.ts";
import { inventorySetQuantities } from "./stock.ts";

const schema = buildSchema(schemaText);
const rootValue = { ...queries, ...mutations, inventorySetQuantities };

type Prepared = { document: DocumentNode | null; errors: readonly GraphQLError[] };
const prepared = new Map<string, Prepared>();

/** Parses and validates a query once; clients send the same few texts again and again. */
function prepare(query: string): Prepared {
  const known = prepared.get(query);
  if (known !== undefined) return known;
  let made: Prepared;
  try {
    const document = parse(query);
    made = { document, errors: validate(schema, document) };
  } catch (error) {
    made = { document: null, errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
  }
  if (prepared.size >= 500) prepared.clear();
  prepared.set(query, made);
  return made;
}

type GraphQLRequest = { query: string; variables: Record<string, unknown>; operationName: string | null };

/** What part of the asked-for page size came back, over the connections at the root. */
function returnedShare(data: unknown, variables: Record<string, unknown>): number {
  const asked = typeof variables.first === "number" ? variables.first : 0;
  if (asked <= 0 || typeof data !== "object" || data === null) return 1;
  for (const value of Object.values(data)) {
    const nodes: unknown = (value as { nodes?: unknown } | null)?.nodes ?? (value as { edges?: unknown } | null)?.edges;
    if (Array.isArray(nodes)) return Math.min(1, nodes.length / asked);
  }
  return 1;
}

function errorsOnly(errors: readonly GraphQLError[]): object {
  return {
    errors: errors.map((error) => ({ ...error.toJSON(), extensions: { code: "BAD_REQUEST", ...error.extensions } })),
  };
}

/**
 * Runs one GraphQL request and answers Shopify's JSON: data, errors and `extensions.cost`. Throttled and too expensive
 * queries are answered with HTTP 200 and an error, as Shopify does.
 */
export function runGraphQL(context: RequestContext, request: GraphQLRequest): object {
  const { document, errors } = prepare(request.query);
  if (document === null || errors.length > 0) return errorsOnly(errors);
  const { bucket } = context.shopify;
  refill(bucket, context.options.now());
  const requestedQueryCost = requestedCost(document, request.variables, request.operationName);
  const refused = (code: string, message: string) => ({
    errors: [{ message, extensions: { code, documentation: "https://shopify.dev/api/usage/rate-limits" } }],
    extensions: { cost: { requestedQueryCost, actualQueryCost: null, throttleStatus: throttleStatus(bucket) } },
  });
  if (requestedQueryCost > MAX_QUERY_COST) {
    return refused(
      "MAX_COST_EXCEEDED",
      `Query cost is ${requestedQueryCost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`,
    );
  }
  if (context.options.throttle && requestedQueryCost > bucket.available) return refused("THROTTLED", "Throttled");
  const result = execute({
    schema,
    document,
    rootValue,
    contextValue: context,
    variableValues: request.variables,
    operationName: request.operationName,
  }) as ExecutionResult;
  const actualQueryCost = Math.max(1, Math.round(requestedQueryCost * returnedShare(result.data, request.variables)));
  if (context.options.throttle) bucket.available -= actualQueryCost;
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors === undefined ? {} : { errors: result.errors }),
    extensions: { cost: { requestedQueryCost, actualQueryCost, throttleStatus: throttleStatus(bucket) } },
  };
}
