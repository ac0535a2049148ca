type Fields = Record<string, unknown>;

/** A field of a body that should be an object; empty when it is none. */
export function object(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

export const failure = (code: string, message: string) => ({ error: { code, message, errors: [] } });

export const missing = failure("NOT_FOUND", "The requested resource could not be found.");
