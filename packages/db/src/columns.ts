import { integer, text } from "drizzle-orm/sqlite-core";

/** UTC instant in ms. */
export const ms = (name: string) => integer(name);
/** A JSON document kept as text; the type is the reader's promise, checked where it enters. */
export const json = <T>(name: string) => text(name, { mode: "json" }).$type<T>();
export const flag = (name: string) => integer(name, { mode: "boolean" });
