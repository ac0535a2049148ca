import type { DeliveryRecord } from "./outgoing.ts";

const KEPT = 500;

/** The last deliveries, and how many ended which way. */
export function makeJournal() {
  const records: DeliveryRecord[] = [];
  const counts: Record<string, number> = {};
  return {
    add(record: DeliveryRecord): void {
      records.push(record);
      if (records.length > KEPT) records.shift();
    },
    close(record: DeliveryRecord, outcome: DeliveryRecord["outcome"]): void {
      record.outcome = outcome;
      const name = `${record.platform}.${outcome}`;
      counts[name] = (counts[name] ?? 0) + 1;
    },
    recent: () => [...records].reverse(),
    counts: () => ({ ...counts }),
  };
}
