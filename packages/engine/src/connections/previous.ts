import { secretNames } from "@waybill/adapters/kit/settings";
import type { PreviousSettings } from "@waybill/adapters/kit/verdict";
import type { SettingsSchema } from "@waybill/adapters/ports/adapter";
import type { WebhookScheme } from "@waybill/adapters/ports/webhook";
import { DAY_MS } from "@waybill/domain/time";
import type { Settings } from "./rows.ts";

/**
 * How long a replaced secret still proves a webhook. Shopify signs with the oldest secret that is not revoked, and up to an hour
 * longer; Svix (Resend) with both for 24 hours. Three days, so that what is begun on a Friday evening can be ended on Monday.
 */
const ACCEPTED_MS = 3 * DAY_MS;

/** A secret typed wrongly and put right pushes no good one out; more than this is no rotation. */
const KEPT = 3;

type Replaced = PreviousSettings<Settings>;
type Platform = { webhook: Pick<WebhookScheme<Settings>, "secrets" | "oldSecretMs">; settings: SettingsSchema };

/**
 * The secrets that webhooks may still be signed with once `next` is in force: what it replaces, before what was replaced earlier and
 * has not ended. Only what webhooks are verified with is kept; a secret that is in force again is none of them.
 *
 * @example replacedSecrets(definition, { before: stored, next, previous, now }) // [{ settings: { webhookSecret: "old" }, until }]
 */
export function replacedSecrets(
  { webhook, settings: schema }: Platform,
  input: { before: Settings; next: Settings; previous: readonly Replaced[]; now: number },
): Replaced[] {
  const { now } = input;
  const names = webhook.secrets ?? secretNames(schema);
  const secretsOf = (settings: Settings): Settings =>
    Object.fromEntries(names.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
  const same = (a: Settings, b: Settings) => names.every((name) => a[name] === b[name]);
  const before = { settings: secretsOf(input.before), until: now + (webhook.oldSecretMs ?? ACCEPTED_MS) };
  const replaced = [before, ...input.previous].filter(
    ({ settings, until }) => until > now && Object.keys(settings).length > 0 && !same(settings, input.next),
  );
  return replaced.filter((one, at) => replaced.findIndex((o) => same(o.settings, one.settings)) === at).slice(0, KEPT);
}

/** When the last of them ends; null when there are none. */
export const lastEnd = (previous: readonly Replaced[]): number | null =>
  previous.length === 0 ? null : Math.max(...previous.map(({ until }) => until));
