import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from "graphql";

export type Bucket = { available: number; at: number; restore: number };
/** A bucket holds what it regains in twenty seconds. */
const SECONDS_HELD = 20;
export const fullBucket = (restore: number, at: number): Bucket => ({ available: restore * SECONDS_HELD, at, restore });
export const MAX_QUERY_COST = 1000;
const MUTATION_COST = 10;

type Variables = Readonly<Record<string, unknown>>;

/** The page size a field asks for; a field with `first` or `last` is a connection. */
function pageArgument(field: FieldNode, variables: Variables): number | null {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== "first" && argument.name.value !== "last") continue;
    const { value } = argument;
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind === Kind.VARIABLE) {
      const given = variables[value.name.value];
      if (typeof given === "number") return given;
    }
  }
  return null;
}

/**
 * The points a query asks for, roughly by Shopify's rule: an object counts 1, scalars nothing, a mutation 10, and a
 * connection its size times what one node costs. A connection inside a node counts flat and what it holds is free,
 * since the live API, too, prices 50 orders of 100 lines under the limit of 1000 and 250 such orders over it.
 */
export function requestedCost(document: DocumentNode, variables: Variables, operationName?: string | null): number {
  const fragments = new Map<string, SelectionSetNode>();
  let root: SelectionSetNode | undefined;
  let mutation = false;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (root === undefined || definition.name?.value === operationName) {
      root = definition.selectionSet;
      mutation = definition.operation === "mutation";
    }
  }
  const isWrapper = (name: string) => name === "nodes" || name === "edges" || name === "node" || name === "pageInfo";
  const isMoney = (name: string) =>
    name.endsWith("Set") || name === "shopMoney" || name === "presentmentMoney" || name === "taxLines";
  const cost = (set: SelectionSetNode, depth: number): number => {
    let sum = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) sum += cost(selection.selectionSet, depth);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const spread = fragments.get(selection.name.value);
        if (spread !== undefined && depth < 20) sum += cost(spread, depth);
      } else if (selection.selectionSet !== undefined) sum += fieldCost(selection, selection.selectionSet, depth);
    }
    return sum;
  };
  const fieldCost = (field: FieldNode, set: SelectionSetNode, depth: number): number => {
    const name = field.name.value;
    if (isWrapper(name)) return depth === 0 ? 1 + cost(set, depth) : cost(set, depth);
    if (isMoney(name)) return 0;
    const size = pageArgument(field, variables);
    if (size === null) return 1 + cost(set, depth);
    if (depth === 0) return 2 + size * (1 + cost(set, depth + 1));
    return 2;
  };
  if (root === undefined) return 0;
  return Math.max(1, Math.round(cost(root, 0)) + (mutation ? MUTATION_COST : 0));
}

/** Fills the bucket up to now. */
export function refill(bucket: Bucket, now: number): void {
  const restored = ((now - bucket.at) / 1000) * bucket.restore;
  bucket.available = Math.min(bucket.restore * SECONDS_HELD, bucket.available + Math.max(0, restored));
  bucket.at = now;
}

export function throttleStatus(bucket: Bucket) {
  return {
    maximumAvailable: bucket.restore * SECONDS_HELD,
    currentlyAvailable: Math.floor(bucket.available),
    restoreRate: bucket.restore,
  };
}
