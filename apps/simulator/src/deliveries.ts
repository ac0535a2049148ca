import type { FaultKind, Faults, Strike } from "./faults.ts";
import { makeHold } from "./hold.ts";
import { makeJournal } from "./journal.ts";
import { makeLane } from "./lane.ts";
import { type DeliveryRecord, newRecord, type Outgoing, postWebhook } from "./outgoing.ts";

export type Deliveries = {
  send(outgoing: Outgoing): void;
  recent(): DeliveryRecord[];
  counts(): Record<string, number>;
  /** Resolves when nothing is under way, waiting or held back. */
  idle(): Promise<void>;
  stop(): void;
};

const PARALLEL = 32;

type Input = {
  now: () => number;
  fetch: (request: Request) => Promise<Response>;
  faults: Faults;
  retryBaseMs: () => number;
};

/** Delivers webhooks over HTTP with each platform's retries, and with the faults that are switched on. */
export function createDeliveries(input: Input): Deliveries {
  const lane = makeLane(PARALLEL);
  const hold = makeHold(lane);
  const journal = makeJournal();

  function attempt(out: Outgoing, record: DeliveryRecord, round: number): void {
    lane.run(async () => {
      const { fetch } = input;
      const delivered = await postWebhook({ out, record, round, now: input.now(), fetch, stopped: lane.stopped });
      const wait = out.retries[round];
      if (!delivered && wait !== undefined && !lane.stopped.aborted) {
        lane.after(wait * input.retryBaseMs(), () => attempt(out, record, round + 1));
        return;
      }
      journal.close(record, delivered ? "delivered" : "failed");
      out.onOutcome?.(delivered);
      lane.leave();
    });
  }

  /** The same webhook once more, a moment later. */
  function sendTwin(out: Outgoing, record: DeliveryRecord, wait: number): void {
    record.faults.push("duplicate");
    const second: DeliveryRecord = { ...record, faults: ["duplicate"] };
    journal.add(second);
    lane.enter();
    lane.after(wait + 5, () => attempt({ ...out, wait: 0 }, second, 0));
  }

  function send(out: Outgoing): void {
    if (lane.stopped.aborted) return;
    const { platform } = out;
    const strike = (kind: FaultKind) => input.faults.strike({ platform, side: "webhook", kind });
    const record = newRecord(out, input.now());
    journal.add(record);
    if (strike("drop") !== undefined) {
      record.faults.push("drop");
      journal.close(record, "dropped");
      return;
    }
    const wait = (out.wait ?? 0) + spoil({ out, record, strike });
    const start = () => (wait > 0 ? lane.after(wait, () => attempt(out, record, 0)) : attempt(out, record, 0));
    lane.enter();
    if (out.force?.duplicate === true || strike("duplicate") !== undefined) sendTwin(out, record, wait);
    const reorder = hold.holds(platform) ? undefined : strike("reorder");
    if (reorder !== undefined) {
      record.faults.push("reorder");
      hold.keep(platform, start, reorder.ms ?? 2000);
      return;
    }
    start();
    if (hold.holds(platform)) lane.after(20, () => hold.release(platform));
  }

  return { send, recent: journal.recent, counts: journal.counts, idle: lane.idle, stop: lane.stop };
}

type Spoil = { out: Outgoing; record: DeliveryRecord; strike: (kind: FaultKind) => Strike | undefined };

/** Notes what is wrong with the webhook itself; answers how many ms it is late. */
function spoil({ out, record, strike }: Spoil): number {
  if (out.force?.wrongSignature === true || strike("wrongSignature") !== undefined)
    record.faults.push("wrongSignature");
  if (strike("malformedBody") !== undefined) record.faults.push("malformedBody");
  const delay = strike("delay");
  if (delay === undefined) return 0;
  record.faults.push("delay");
  return delay.ms ?? 1000;
}
