import type { SettingsField } from "@waybill/domain/connection/answers";
import { z } from "zod";

/**
 * Settings fields of an adapter. The schema is the single source of the connect form, the validation, and what is sealed:
 * `secret()` fields are write-only through the API.
 */
type FieldMeta = { label: string; help?: string; placeholder?: string };

export const text = (meta: FieldMeta) =>
  z
    .string()
    .trim()
    .min(1)
    .meta({ kind: "text", ...meta });
export const secret = (meta: FieldMeta) =>
  z
    .string()
    .min(1)
    .meta({ kind: "secret", ...meta });
/** A base URL that defaults to production, so that a sandbox or a simulator is a setting and never a code path. */
export const baseUrl = (production: string, meta: FieldMeta = { label: "API base URL" }) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .default(production)
    .meta({ kind: "url", advanced: true, ...meta });

/** The form fields of a settings schema, in the schema's order. */
export function settingsFields(schema: z.ZodObject): SettingsField[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const meta = (z.globalRegistry.get(field as z.ZodType) ?? {}) as Partial<FieldMeta> & {
      kind?: string;
      advanced?: boolean;
    };
    const optional = (field as z.ZodType).safeParse(undefined);
    return {
      name,
      kind: meta.kind === "secret" || meta.kind === "url" ? meta.kind : "text",
      label: meta.label ?? name,
      help: meta.help ?? null,
      placeholder: meta.placeholder ?? null,
      required: !optional.success,
      advanced: meta.advanced ?? false,
      default: optional.success && typeof optional.data === "string" ? optional.data : null,
    };
  });
}

/** Names of the fields that are secret: never answered by the API, redacted in logs. */
export function secretNames(schema: z.ZodObject): string[] {
  return settingsFields(schema)
    .filter((f) => f.kind === "secret")
    .map((f) => f.name);
}
