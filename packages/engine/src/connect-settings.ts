import { type SettingsField, secretNames, settingsFields } from "@waybill/adapters/settings";
import { appError } from "@waybill/domain/errors";
import type { z } from "zod";
import { type ConnectionKind, definitionOf, type Settings } from "./connections.ts";
import type { Ctx } from "./context.ts";

/** Settings that an adapter's schema accepted, parted into what is shown and what is sealed. */
export type CheckedSettings = { open: Settings; secret: Settings; all: Settings };

/**
 * Checks settings by their adapter's schema. Throws `bad_settings` (422) with one issue per field, each in words that stand
 * well beside the field, or `unknown_adapter`.
 *
 * @example checkedSettings(ctx, { kind: "carrier", adapter: "easypost", settings: { apiKey: "…", webhookSecret: "…" } })
 */
export function checkedSettings(
  ctx: Ctx,
  of: { kind: ConnectionKind; adapter: string; settings: unknown },
): CheckedSettings {
  const definition = definitionOf(ctx, of.kind, of.adapter);
  if (!definition) {
    const message = `Waybill has no ${of.kind} named "${of.adapter}".`;
    throw appError({ code: "unknown_adapter", status: 422, message });
  }
  const result = definition.settings.safeParse(of.settings);
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
