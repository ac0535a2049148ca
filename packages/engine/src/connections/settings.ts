import { secretNames, settingsFields } from "@waybill/adapters/kit/settings";
import type { ConnectionKind, SettingsField } from "@waybill/domain/connection/answers";
import { appError } from "@waybill/domain/errors";
import type { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { definitionOf } from "./open.ts";
import type { Settings } from "./rows.ts";

/** Settings that an adapter's schema accepted, parted into what is shown and what is sealed. */
type CheckedSettings = { open: Settings; secret: Settings; all: Settings };

/**
 * Checks settings by their adapter's schema. Throws `bad_settings` (422) with one issue per field, each in words that stand
 * well beside the field, or `unknown_adapter`.
 *
 * @example checkedSettings(ctx, { kind: "carrier", adapter: "easypost", settings: { apiKey: "…", webhookSecret: "…" } })
 */
export function checkedSettings(
  ctx: Ctx,
  input: { kind: ConnectionKind; adapter: string; settings: unknown },
): CheckedSettings {
  const definition = definitionOf(ctx, input.kind, input.adapter);
  if (!definition) {
    const message = `Waybill has no ${input.kind} named "${input.adapter}".`;
    throw appError({ code: "unknown_adapter", status: 422, message });
  }
  const result = definition.settings.safeParse(input.settings);
  if (!result.success) {
    const fields = settingsFields(definition.settings);
    const issues = firstOfEach(result.error.issues).map((issue) => {
      const path = issue.path.join(".");
      return { path, message: issueWords(issue, fields.find((field) => field.name === path) ?? null) };
    });
    const message = `Check the settings of ${definition.name}. ${issues.map((issue) => issue.message).join(" ")}`;
    throw appError({ code: "bad_settings", status: 422, message, issues });
  }
  const secrets = new Set(secretNames(definition.settings));
  const all = Object.fromEntries(
    Object.entries(result.data).filter(([, value]) => typeof value === "string" && value !== ""),
  ) as Settings;
  const pick = (secret: boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => secrets.has(name) === secret));
  return { open: pick(false), secret: pick(true), all };
}

const originOf = (value: unknown) => (typeof value === "string" && URL.canParse(value) ? new URL(value).origin : "");

/**
 * Changed settings over the stored ones. A secret was given for one address and is sent to no other: with an address that was
 * moved it must be typed again, or whoever may change the address could have the secret sent to themselves. Throws
 * `bad_settings` (422) with one issue for each such secret.
 *
 * @example overStored(ctx, { kind, adapter, stored: { apiKey: "…", baseUrl: "https://a.example" }, given: { name: "x" } })
 */
export function overStored(
  ctx: Ctx,
  input: { kind: ConnectionKind; adapter: string; stored: Settings; given: Record<string, unknown> },
): Record<string, unknown> {
  const { stored, given } = input;
  const definition = definitionOf(ctx, input.kind, input.adapter);
  const fields = definition ? settingsFields(definition.settings) : [];
  const moved = fields.some(
    ({ kind, name, default: usual }) =>
      kind === "url" && given[name] !== undefined && originOf(given[name]) !== originOf(stored[name] ?? usual),
  );
  const issues = fields
    .filter(({ kind, name }) => moved && kind === "secret" && stored[name] && !given[name])
    .map(({ name, label }) => ({ path: name, message: `${label} is needed again: the address was changed.` }));
  if (issues.length > 0) {
    const message = "Stored secrets are sent to no other address. Type them again, or leave the address as it was.";
    throw appError({ code: "bad_settings", status: 422, message, issues });
  }
  return { ...stored, ...given };
}

type Issue = z.core.$ZodIssue;

/** A field is corrected one thing at a time. */
function firstOfEach(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const path = issue.path.join(".");
    return !seen.has(path) && Boolean(seen.add(path));
  });
}

/** The adapter's own words where it has some; the validator's are for programmers. */
function issueWords(issue: Issue, field: SettingsField | null): string {
  const label = field?.label ?? issue.path.join(".");
  if (issue.code === "custom") return issue.message;
  if (issue.code === "invalid_type" || (issue.code === "too_small" && field?.kind !== "url")) {
    return `${label} is needed.`;
  }
  if (field?.kind === "url") return `${label} must be a whole address, such as https://api.example.com.`;
  return `${label} is not valid: ${issue.message}.`;
}
