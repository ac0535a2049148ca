import type { Faults } from "./faults.ts";
import type { Force } from "./force.ts";
import type { Platform } from "./world/types.ts";

/** One webhook to be delivered; `headers` signs exactly the bytes that are sent, for each attempt anew. */
export type Outgoing = {
  platform: Platform;
  topic: string;
  /** The parcel number, order name or e-mail id it is about. */
  about: string;
  url: string;
  /** The platform's id of this delivery; stays the same over retries and duplicates. */
  id: string;
  body: string;
  headers: (input: { body: string; now: number; wrongSignature: boolean; attempt: number }) => Record<string, string>;
  /** Waits before the second, third … attempt, in multiples of `retryBaseMs`; empty means no retry. */
  retries: readonly number[];
  /** Wait before the first attempt, real ms. */
  wait?: number;
  force?: Force;
  onOutcome?: (delivered: boolean) => void;
};

export type DeliveryRecord = {
  id: string;
  platform: Platform;
  topic: string;
  about: string;
  url: string;
  at: number;
  outcome: "pending" | "delivered" | "failed" | "dropped";
  attempts: number;
  /** HTTP status of the last attempt, 0 when there was no answer. */
  status: number;
  faults: string[];
};

export type Deliveries = {
  send(outgoing: Outgoing): void;
  recent(): DeliveryRecord[];
  counts(): Record<string, number>;
  /** Resolves when nothing is under way, waiting or held back. */
  idle(): Promise<void>;
  stop(): void;
};

const KEPT = 500;
const PARALLEL = 32;
const ANSWER_WITHIN_MS = 5000;

type Input = {
  now: () => number;
  fetch: (request: Request) => Promise<Response>;
  faults: Faults;
  retryBaseMs: () => number;
};

/** Delivers webhooks over HTTP with each platform's retries, and with the faults that are switched on. */
export function createDeliveries(input: Input): Deliveries {
  const records: DeliveryRecord[] = [];
  const counts: Record<string, number> = {};
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const queue: (() => Promise<void>)[] = [];
  const held = new Map<Platform, () => void>();
  const stopping = new AbortController();
  let open = 0;
  let running = 0;
  let waiters: (() => void)[] = [];

  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const close = () => {
    open -= 1;
    if (open > 0) return;
    for (const waiter of waiters) waiter();
    waiters = [];
  };
  const after = (ms: number, run: () => void) => {
    if (stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const pump = () => {
    while (running < PARALLEL) {
      const job = queue.shift();
      if (job === undefined) return;
      running += 1;
      void job().finally(() => {
        running -= 1;
        pump();
      });
    }
  };

  async function post(out: Outgoing, record: DeliveryRecord, wrongSignature: boolean, body: string): Promise<boolean> {
    record.attempts += 1;
    const headers = out.headers({ body, now: input.now(), wrongSignature, attempt: record.attempts });
    try {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
      const request = new Request(out.url, { method: "POST", headers, body, signal, redirect: "manual" });
      const response = await input.fetch(request);
      await response.arrayBuffer();
      record.status = response.status;
      return response.status >= 200 && response.status < 300;
    } catch {
      record.status = 0;
      return false;
    }
  }

  function attempt(out: Outgoing, record: DeliveryRecord, round: number): void {
    queue.push(async () => {
      // Forged or broken sends strike the first attempt only: the platform's own retry is genuine.
      const wrong = round === 0 && record.faults.includes("wrongSignature");
      const broken = round === 0 && record.faults.includes("malformedBody");
      const body = broken ? out.body.slice(0, Math.max(1, Math.floor(out.body.length * 0.6))) : out.body;
      const delivered = await post(out, record, wrong, body);
      const wait = out.retries[round];
      if (delivered || wait === undefined || stopping.signal.aborted) {
        record.outcome = delivered ? "delivered" : "failed";
        count(`${out.platform}.${record.outcome}`);
        out.onOutcome?.(delivered);
        close();
        return;
      }
      after(wait * input.retryBaseMs(), () => attempt(out, record, round + 1));
    });
    pump();
  }

  function release(platform: Platform): void {
    const run = held.get(platform);
    held.delete(platform);
    run?.();
  }

  function send(out: Outgoing): void {
    if (stopping.signal.aborted) return;
    const strike = (kind: "drop" | "delay" | "duplicate" | "reorder" | "wrongSignature" | "malformedBody") =>
      input.faults.strike({ platform: out.platform, side: "webhook", kind });
    const record: DeliveryRecord = {
      id: out.id,
      platform: out.platform,
      topic: out.topic,
      about: out.about,
      url: out.url,
      at: input.now(),
      outcome: "pending",
      attempts: 0,
      status: 0,
      faults: [],
    };
    records.push(record);
    if (records.length > KEPT) records.shift();
    if (strike("drop") !== undefined) {
      record.outcome = "dropped";
      record.faults.push("drop");
      count(`${out.platform}.dropped`);
      return;
    }
    if (out.force?.wrongSignature === true || strike("wrongSignature") !== undefined)
      record.faults.push("wrongSignature");
    if (strike("malformedBody") !== undefined) record.faults.push("malformedBody");
    const delay = strike("delay");
    if (delay !== undefined) record.faults.push("delay");
    const wait = (out.wait ?? 0) + (delay === undefined ? 0 : (delay.ms ?? 1000));
    const start = () => (wait > 0 ? after(wait, () => attempt(out, record, 0)) : attempt(out, record, 0));

    open += 1;
    if (out.force?.duplicate === true || strike("duplicate") !== undefined) {
      record.faults.push("duplicate");
      const second: DeliveryRecord = { ...record, faults: ["duplicate"] };
      records.push(second);
      open += 1;
      after(wait + 5, () => attempt({ ...out, wait: 0 }, second, 0));
    }
    const reorder = held.has(out.platform) ? undefined : strike("reorder");
    if (reorder !== undefined) {
      record.faults.push("reorder");
      held.set(out.platform, start);
      // Nothing may follow for a while; a held webhook is late, never lost.
      after(reorder.ms ?? 2000, () => {
        if (held.get(out.platform) === start) release(out.platform);
      });
      return;
    }
    start();
    if (held.has(out.platform)) after(20, () => release(out.platform));
  }

  return {
    send,
    recent: () => [...records].reverse(),
    counts: () => ({ ...counts }),
    idle: () => (open <= 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    stop: () => {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      queue.length = 0;
      open = 0;
      for (const waiter of waiters) waiter();
      waiters = [];
    },
  };
}
