import type { ConnectionSummary } from "@waybill/domain/connection/answers";
import type { RunSummary } from "@waybill/domain/sync/answers";
import type { StatusLook } from "@waybill/ui/status-groups";

/**
 * How a connection stands, as one look. What a person decided comes before what the platform says.
 *
 * @example standing({ enabled: true, health: "failing" }).word // "Failing"
 */
export function connectionLook(input: Pick<ConnectionSummary, "enabled" | "health">): StatusLook {
  if (input.health === "disconnected") return { group: "unknown", word: "Disconnected" };
  if (!input.enabled) return { group: "waiting", word: "Paused" };
  if (input.health === "failing") return { group: "failed", word: "Failing" };
  return input.health === "ok" ? { group: "delivered", word: "Works" } : { group: "waiting", word: "Not used yet" };
}

const runLooks: Record<RunSummary["state"], StatusLook> = {
  running: { group: "moving", word: "Reading" },
  waiting: { group: "attention", word: "Waiting" },
  done: { group: "delivered", word: "Done" },
  failed: { group: "failed", word: "Failed" },
  cancelled: { group: "unknown", word: "Stopped" },
};
export const runLook = (run: Pick<RunSummary, "state">): StatusLook => runLooks[run.state];
export const isLive = (run: Pick<RunSummary, "state">): boolean => run.state === "running" || run.state === "waiting";

const triggers: Record<RunSummary["trigger"], string> = {
  manual: "asked for",
  schedule: "on schedule",
  first: "first sync",
};
export const triggerWords = (run: Pick<RunSummary, "trigger">): string => triggers[run.trigger];

/** Is what the platform said about the credentials, so that new ones are the cure? */
export const wantsCredentials = (input: Pick<ConnectionSummary, "health" | "healthReason">): boolean =>
  input.health === "failing" &&
  /sign-in|credential|token|secret|api key|reconnect|401|403/i.test(input.healthReason ?? "");

/** "1,000+" past where counting stops. */
const many = (n: number): string => (n > 1000 ? "1,000+" : n.toLocaleString());
export const countWords = (n: number, one: string, more = `${one}s`): string => `${many(n)} ${n === 1 ? one : more}`;
