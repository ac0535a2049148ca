import { dayOf } from "@waybill/ui/time-words";
import type { HistoryBlock } from "./history-words.ts";

export type HistoryKind = "order" | "parcels" | "mails" | "notes" | "reports";

const kindOf = (type: string): HistoryKind => {
  if (type === "order.noted") return "notes";
  if (type.startsWith("shipment.")) return "parcels";
  if (type.startsWith("notification.")) return "mails";
  return type.startsWith("report.") ? "reports" : "order";
};

/** What a happening is about; one cause may lead to several kinds of things. */
export const blockKinds = (block: Pick<HistoryBlock, "types">): ReadonlySet<HistoryKind> =>
  new Set(block.types.map(kindOf));

type HistoryDay = { day: string; word: string; blocks: HistoryBlock[] };

/**
 * Happenings by the reader's own days, newest first as they come.
 *
 * @example historyDays(blocks, "2026-11-20")[0]?.word // "Today"
 */
export function historyDays(blocks: readonly HistoryBlock[], today: string, locale?: string): HistoryDay[] {
  const days: HistoryDay[] = [];
  for (const block of blocks) {
    const day = dayOf(block.at);
    const last = days.at(-1);
    if (last?.day === day) last.blocks.push(block);
    else days.push({ day, word: dayWord(day, today, locale), blocks: [block] });
  }
  return days;
}

function dayWord(day: string, today: string, locale: string | undefined): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const ago = Math.round((Date.parse(`${today}T00:00:00Z`) - at) / 86_400_000);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" as const };
  const format = { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", ...year } as const;
  return new Intl.DateTimeFormat(locale, format).format(at);
}
