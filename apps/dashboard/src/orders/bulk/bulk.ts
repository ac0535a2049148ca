import type { ListedOrder } from "@waybill/domain/order/answers";
import type { Page } from "@waybill/domain/page";
import { batch, createSignal, onCleanup } from "solid-js";
import { api } from "../../api/api.ts";
import { failureWords } from "../../api/client.ts";
import { orderQuery } from "../filter/address.ts";
import type { OrderFilter } from "../list/list-model.ts";

export type BulkAction = "retry" | "processing" | "completed" | "auto";
export type RowResult = { ok: boolean; reason: string | null };
type BulkFailure = { id: string; number: string; reason: string };
export type BulkState = {
  action: BulkAction;
  total: number;
  done: number;
  failed: number;
  running: boolean;
  /** Why it ended before all were done. */
  stopped: string | null;
};
type Target = { id: string; number: string };

/** A retry asks the channel for each order, so few at a time show progress; a mark is quick. */
const CHUNK: Record<BulkAction, number> = { retry: 8, processing: 100, completed: 100, auto: 100 };
/** Failures beyond these are counted and not listed: nobody reads a thousand. */
const MOST_LISTED = 500;
const MOST_RESULTS = 5_000;

type Targets = { ids: readonly Target[] } | { filter: OrderFilter };

/** The orders of an action, in parts of `size`. */
async function* targetsOf(input: Targets, size: number) {
  if ("ids" in input) {
    for (let at = 0; at < input.ids.length; at += size) yield input.ids.slice(at, at + size);
    return;
  }
  // Keyset pages: an order that leaves the filter because it was dealt with moves nothing.
  for (let cursor: string | null = null; ; ) {
    const page: Page<ListedOrder> = await api.get("/api/orders", {
      query: { ...orderQuery(input.filter), cursor, limit: size },
    });
    yield page.items.map(({ id, number }) => ({ id, number }));
    if (page.next === null) return;
    cursor = page.next;
  }
}

function failuresOf(chunk: readonly Target[], failed: readonly { id: string; reason: string | null }[]): BulkFailure[] {
  const numbers = new Map(chunk.map((one) => [one.id, one.number]));
  return failed.map(({ id, reason }) => ({
    id,
    number: numbers.get(id) ?? id,
    reason: reason ?? "No reason was given.",
  }));
}

/** One action on many orders, in parts, with a result for each row; the page stays usable and may stop it. */
export function createBulk() {
  const [state, setState] = createSignal<BulkState | null>(null);
  const [results, setResults] = createSignal<ReadonlyMap<string, RowResult>>(new Map());
  const [failures, setFailures] = createSignal<readonly BulkFailure[]>([]);
  let ticket = 0;
  onCleanup(() => {
    ticket += 1;
  });

  const begin = (first: BulkState | null) =>
    batch(() => {
      setState(first);
      setResults(new Map<string, RowResult>());
      setFailures([]);
    });
  const run = async (input: { action: BulkAction; total: number; on: Targets }) => {
    const mine = ++ticket;
    const { action, total } = input;
    begin({ action, total, done: 0, failed: 0, running: true, stopped: null });
    let stopped: string | null = null;
    try {
      for await (const chunk of targetsOf(input.on, CHUNK[action])) {
        if (mine !== ticket) return;
        if (chunk.length === 0) continue;
        const ids = chunk.map((one) => one.id);
        const answers = await api.post("/api/orders/bulk", { json: { ids, action } });
        if (mine !== ticket) return;
        take(chunk, answers);
      }
    } catch (error) {
      stopped = failureWords(error);
    }
    if (mine === ticket) setState((now) => now && { ...now, running: false, stopped });
  };
  const take = (chunk: readonly Target[], answers: readonly ({ id: string } & RowResult)[]) =>
    batch(() => {
      const failed = answers.filter((answer) => !answer.ok);
      setResults((all) => {
        const kept = all.size > MOST_RESULTS ? [] : all;
        return new Map([...kept, ...answers.map(({ id, ok, reason }) => [id, { ok, reason }] as const)]);
      });
      setFailures((all) => [...all, ...failuresOf(chunk, failed)].slice(0, MOST_LISTED));
      setState((now) => {
        if (!now) return now;
        const done = now.done + answers.length;
        return { ...now, done, total: Math.max(now.total, done), failed: now.failed + failed.length };
      });
    });
  const stop = () => {
    ticket += 1;
    setState((now) => now && { ...now, running: false, stopped: "Stopped by you." });
  };
  const clear = () => {
    ticket += 1;
    begin(null);
  };
  return { state, results, failures, run, stop, clear, busy: () => state()?.running === true };
}
export type Bulk = ReturnType<typeof createBulk>;
