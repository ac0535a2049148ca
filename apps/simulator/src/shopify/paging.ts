import { GraphQLError } from "graphql";

export type PageArgs = {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
};

export type Connection<T> = {
  nodes: T[];
  edges: { cursor: string; node: T }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
};

const MAX_PAGE = 250;

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
}

/** The page size asked for; Shopify refuses a connection without `first` or `last`, and pages over 250. */
export function pageSize(args: PageArgs): { size: number; backwards: boolean } {
  const backwards = args.first === null || args.first === undefined;
  const size = backwards ? args.last : args.first;
  if (size === null || size === undefined) throw badRequest("you must provide one of first or last");
  if (size < 0 || size > MAX_PAGE) throw badRequest(`The value of first or last must be between 0 and ${MAX_PAGE}`);
  return { size, backwards };
}

export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

export function decodeCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown;
  } catch {
    throw badRequest(`Invalid cursor for current pagination sort: ${cursor.slice(0, 60)}`);
  }
}

/** A connection over rows whose cursors are made on demand. */
export function connection<T>(input: {
  nodes: T[];
  cursorOf: (node: T, index: number) => string;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}): Connection<T> {
  const { nodes, cursorOf } = input;
  const first = nodes[0];
  const last = nodes.at(-1);
  return {
    nodes,
    get edges() {
      return nodes.map((node, index) => ({ node, cursor: cursorOf(node, index) }));
    },
    pageInfo: {
      hasNextPage: input.hasNextPage,
      hasPreviousPage: input.hasPreviousPage,
      startCursor: first === undefined ? null : cursorOf(first, 0),
      endCursor: last === undefined ? null : cursorOf(last, nodes.length - 1),
    },
  };
}

/** Pages a short list by position. */
export function pageList<T>(items: readonly T[], args: PageArgs): Connection<T> {
  const { size, backwards } = pageSize(args);
  const rows = args.reverse === true ? [...items].reverse() : [...items];
  const position = (cursor: string | null | undefined) => {
    if (cursor === null || cursor === undefined) return undefined;
    const index = decodeCursor(cursor);
    if (typeof index !== "number") throw badRequest("Invalid cursor for current pagination sort");
    return index;
  };
  const low = (position(args.after) ?? -1) + 1;
  const high = position(args.before) ?? rows.length;
  const start = backwards ? Math.max(low, high - size) : low;
  const end = backwards ? high : Math.min(high, low + size);
  return connection({
    nodes: rows.slice(start, end),
    cursorOf: (_, index) => encodeCursor(start + index),
    hasNextPage: end < rows.length,
    hasPreviousPage: start > 0,
  });
}
