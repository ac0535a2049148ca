import { errorText } from "@waybill/domain/errors";
import type { Config, Log } from "@waybill/engine/core/context";

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
type Level = keyof typeof LEVELS;

/** Names whose values are never printed, whatever they hold. */
const SECRET_NAME =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|credential)$|secret|passw|token|apikey|api_key|api-key|accesskey|signature|hmac|sealed|private/i;
const HIDDEN = "[hidden]";
const MAX_TEXT = 2_000;

/**
 * Structured logs: one JSON line a message, secrets hidden by name and by value. `write` gets whole lines with their
 * newline; it may buffer.
 *
 * @example const log = makeLog({ level: "info", now: Date.now, write: (line) => void Bun.stdout.write(line), secrets: [] });
 */
export function makeLog(options: {
  level: Config["logLevel"];
  now: () => number;
  write: (line: string) => void;
  /** Known secret values (APP_SECRET, API keys of the environment): replaced wherever they appear. */
  secrets: readonly (string | null)[];
}): Log {
  const values = options.secrets.filter((value): value is string => value !== null && value.length >= 8);
  const threshold = LEVELS[options.level];
  const print = (level: Level, message: string, fields: Record<string, unknown> = {}) => {
    if (LEVELS[level] < threshold) return;
    const line = { time: new Date(options.now()).toISOString(), level, message, ...fields };
    let text = JSON.stringify(redact(line, 0));
    for (const value of values) text = text.replaceAll(value, HIDDEN);
    options.write(`${text}\n`);
  };
  return {
    debug: (message, fields) => print("debug", message, fields),
    info: (message, fields) => print("info", message, fields),
    warn: (message, fields) => print("warn", message, fields),
    error: (message, fields) => print("error", message, fields),
  };
}

/** A copy of `value` fit for a log: secret names hidden, long texts cut, bytes counted, nothing deeper than six levels. */
function redact(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return { name: value.name, message: errorText(value), stack: value.stack };
  if (depth > 6) return "…";
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  const out: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    out[name] = SECRET_NAME.test(name) && item !== null && item !== undefined ? HIDDEN : redact(item, depth + 1);
  }
  return out;
}

/** Gathers lines and writes them once per turn of the event loop: a line costs no system call of its own. */
export function buffered(
  write: (text: string) => void,
  schedule: (work: () => void) => unknown,
): (line: string) => void {
  let waiting = "";
  return (line) => {
    if (waiting === "") {
      schedule(() => {
        const text = waiting;
        waiting = "";
        write(text);
      });
    }
    waiting += line;
  };
}
