/** A JSON text as a tree that keeps every number as it was written: ids of 64 bits are not rounded. */
export type JsonNode =
  | { kind: "object"; entries: readonly { key: string; node: JsonNode }[] }
  | { kind: "array"; items: readonly JsonNode[] }
  | { kind: "string" | "number" | "word"; text: string };

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/y;
/** Deeper than this nothing is drawn as a tree: no platform writes so, and a stack has an end. */
const DEEPEST = 200;

/**
 * Reads JSON without turning its numbers into JavaScript's; null when the text is not JSON (or absurdly deep).
 *
 * @example jsonTree('{"id":12345678901234567890}') // the number's text is still "12345678901234567890"
 */
export function jsonTree(source: string): JsonNode | null {
  let at = 0;
  const next = (): string | null => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (!found) return null;
    at = TOKEN.lastIndex;
    return found[1] ?? null;
  };
  const value = (token: string | null, depth: number): JsonNode | null => {
    if (token === null || depth > DEEPEST) return null;
    if (token === "{" || token === "[") return inside(token, depth);
    if (token.startsWith('"')) {
      const text = unquoted(token);
      return text === null ? null : { kind: "string", text };
    }
    if (/^[}\],:]$/.test(token)) return null;
    if (/^-?0\d/.test(token)) return null;
    return { kind: /^[tfn]/.test(token) ? "word" : "number", text: token };
  };
  const inside = (open: string, depth: number): JsonNode | null => {
    const close = open === "{" ? "}" : "]";
    const entries: { key: string; node: JsonNode }[] = [];
    for (let token = next(), first = true; ; first = false) {
      if (token === close && first) break;
      let key = "";
      if (open === "{") {
        const name = token?.startsWith('"') ? unquoted(token) : null;
        if (name === null || next() !== ":") return null;
        key = name;
        token = next();
      }
      const node = value(token, depth + 1);
      if (!node) return null;
      entries.push({ key, node });
      const after = next();
      if (after === close) break;
      if (after !== ",") return null;
      token = next();
    }
    return open === "{" ? { kind: "object", entries } : { kind: "array", items: entries.map(({ node }) => node) };
  };
  const root = value(next(), 0);
  return root && source.slice(at).trim() === "" ? root : null;
}

function unquoted(token: string): string | null {
  try {
    return JSON.parse(token) as string;
  } catch {
    return null;
  }
}

/** How many values or names hold the searched text, whatever their case. */
export function jsonHits(node: JsonNode, find: string): number {
  const needle = find.trim().toLowerCase();
  if (!needle) return 0;
  const has = (text: string) => (text.toLowerCase().includes(needle) ? 1 : 0);
  if (node.kind === "object")
    return node.entries.reduce((n, { key, node: inner }) => n + has(key) + jsonHits(inner, needle), 0);
  if (node.kind === "array") return node.items.reduce((n, inner) => n + jsonHits(inner, needle), 0);
  return has(node.text);
}
