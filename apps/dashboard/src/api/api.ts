import type { Routes } from "@waybill/api/app";
import { send } from "./client.ts";
import { type QueryValue, query } from "./query.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Endpoint<M extends Method, P> = P extends keyof Routes
  ? `$${M}` extends keyof Routes[P]
    ? Routes[P][`$${M}`]
    : never
  : never;
/** The paths that take a method. */
type PathOf<M extends Method> = {
  [P in keyof Routes]: `$${M}` extends keyof Routes[P] ? P : never;
}[keyof Routes] &
  string;

type Well = { outputFormat: "json"; status: 200 | 201 | 202 };
/** What a call answers when it goes well; of a path that answers differently by status, each of the answers. */
type Answer<M extends Method, P> = Extract<Endpoint<M, P>, Well> extends { output: infer O } ? O : never;

/** A query as it is thought of: lists, numbers, and null or nothing for "not asked"; unknown keys do not compile. */
type Query<Q> = { readonly [K in keyof Q]?: Value<Q[K]> | null | "" };
type Value<V> = unknown extends V ? string | number : V extends readonly unknown[] ? never : Widened<V>;
/** Where the server reads a number or an instant from text, a number may be given; a literal stays the literal. */
type Widened<V> = string extends V ? V | number | readonly string[] : V;
type Given<I> = (I extends { param: infer V } ? { param: { readonly [K in keyof V]: string | number } } : unknown) &
  (I extends { query: infer V } ? { query?: Query<V> } : unknown) &
  (I extends { json: infer V } ? (Record<never, never> extends V ? { json?: V } : { json: V }) : unknown);
type Input<M extends Method, P> = Endpoint<M, P> extends { input: infer I } ? Given<I> : never;
/** What a GET may be asked. */
export type QueryOf<P extends PathOf<"get">> =
  Endpoint<"get", P> extends { input: { query: infer Q } } ? Query<Q> : never;
type Arguments<I> = Record<never, never> extends I ? [input?: I] : [input: I];

type Loose = {
  param?: Readonly<Record<string, string | number>>;
  query?: Readonly<Record<string, QueryValue>>;
  json?: unknown;
};

/**
 * A GET's address with its parameters and query filled in: for links, frames and files.
 *
 * @example urlOf("/api/notifications/:id/html", { param: { id }, query: { scheme: "dark" } })
 */
export function urlOf<P extends PathOf<"get">>(path: P, ...[input]: Arguments<Input<"get", P>>): string {
  return filled(path, input as Loose | undefined);
}

function filled(path: string, input: Loose = {}): string {
  const { param = {}, query: asked = {} } = input;
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(param[name]))) + query(asked);
}

const call =
  <M extends Method>(method: M) =>
  <P extends PathOf<M>>(path: P, ...[input]: Arguments<Input<M, P>>): Promise<Answer<M, P>> => {
    const given = input as Loose | undefined;
    // The server's own types say what it answers; a field that drifts does not compile on either side.
    return send({ method: method.toUpperCase(), path: filled(path, given), body: given?.json }) as Promise<
      Answer<M, P>
    >;
  };

/**
 * Our API by its own routes: path, parameters, query, body and answer are the server's types. Throws `ApiFailure` for
 * everything that is not a 2xx.
 *
 * @example const { items } = await api.get("/api/orders", { query: { status: ["paid"], limit: 50 } });
 */
export const api = {
  get: call("get"),
  post: call("post"),
  put: call("put"),
  patch: call("patch"),
  delete: call("delete"),
};

/** The items of a list that is short enough to be one page. */
export const itemsOf = <T>(page: { items: T[] }): T[] => page.items;
