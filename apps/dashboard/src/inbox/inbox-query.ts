import { HOUR_MS } from "@waybill/domain/time";
import type { QueryOf } from "../api/api.ts";

type DeliveryKind = QueryOf<"/api/inbox/count">["kind"];

/** What the list is asked to show; all of it stands in the address. */
export type InboxChosen = {
  q: string;
  connection: string;
  kind: string;
  state: string;
  when: string;
  from: string;
  to: string;
};
export const inboxKeys = ["q", "connection", "kind", "state", "when", "from", "to"] as const;

/** Spans that end now. */
export const spans = [
  { value: "1h", word: "Last hour", ms: HOUR_MS },
  { value: "24h", word: "Last 24 hours", ms: 24 * HOUR_MS },
  { value: "7d", word: "Last 7 days", ms: 7 * 24 * HOUR_MS },
  { value: "30d", word: "Last 30 days", ms: 30 * 24 * HOUR_MS },
] as const;

/** Midnight where the reader sits; `plus` days later (a day is not always 24 hours). Null: no date. */
function startOf(day: string, plus = 0): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + plus);
  return Number.isNaN(at.getTime()) ? null : at.getTime();
}

/**
 * The filter as the API's query: days become instants, both days included.
 *
 * @example inboxQuery({ ...none, when: "1h" }, now).from // an hour before now
 */
export function inboxQuery(chosen: InboxChosen, now: number): QueryOf<"/api/inbox/count"> {
  const span = spans.find(({ value }) => value === chosen.when);
  const days = chosen.when === "days";
  return {
    q: chosen.q,
    connectionId: chosen.connection,
    // The address may say anything; what is no kind is refused by the server.
    kind: chosen.kind as DeliveryKind,
    state: chosen.state,
    // What matches no parcel wants a look; the seller's own tests match none on purpose.
    tests: chosen.state === "unmatched" ? "0" : null,
    // To the minute: the same question again is then the same question.
    from: span ? Math.floor((now - span.ms) / 60_000) * 60_000 : days ? startOf(chosen.from) : null,
    to: days && chosen.to ? startOf(chosen.to, 1) : null,
  };
}
