/** What a query can hold; a list is written with commas, as every list of the API is read. */
export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

/** A query string of what is set, with its question mark; empty when nothing is. */
export function query(values: Readonly<Record<string, QueryValue>>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    const text = String(value ?? "");
    if (text !== "") params.set(key, text);
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}
