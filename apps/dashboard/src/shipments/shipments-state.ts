import type { ShipmentCounts } from "@waybill/domain/shipment/answers";
import type { ShipmentState } from "@waybill/domain/shipment/states";
import { type Accessor, createEffect, createSignal, on, untrack } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { emptyList, paged, told } from "./list-state.ts";

export type ShipmentFilter = { state: ShipmentState; carrier: string; connection: string; q: string };

const PAGE = 50;
/** While parcels move, list and numbers are read again at most this often, ms. */
const AGAIN_MS = 2500;

/** The page's list, live: rows change in place; they move only while `held` is false. */
export function createShipments(filter: Accessor<ShipmentFilter>, held: Accessor<boolean>) {
  const live = useLive();
  const [list, setList] = createSignal(emptyList);
  const [next, setNext] = createSignal<string | null>(null);
  const [loaded, setLoaded] = createSignal(false);
  const [reading, setReading] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  let latest = 0;
  const read = (cursor: string | null, limit: number) => {
    const { state, carrier, connection, q } = untrack(filter);
    return api.get("/api/shipments", { query: { state: q ? null : state, carrier, connection, q, cursor, limit } });
  };
  const load = async () => {
    const mine = ++latest;
    setReading(true);
    try {
      // As long as what is shown, so that a reading beneath the reader does not shorten the page.
      const page = await read(null, Math.min(200, Math.max(PAGE, untrack(list).rows.length)));
      if (mine !== latest) return;
      setList((before) => paged(before, page.items, true));
      setNext(page.next);
      setError(null);
      setLoaded(true);
    } catch (problem) {
      if (mine !== latest) return;
      setError(() => problem);
      throw problem;
    } finally {
      if (mine === latest) setReading(false);
    }
  };
  const quiet = () => void load().catch(() => undefined);
  const more = async () => {
    const cursor = next();
    if (cursor === null || reading()) return;
    setReading(true);
    const mine = latest;
    try {
      const page = await read(cursor, PAGE);
      if (mine !== latest) return;
      setList((before) => paged(before, page.items, false));
      setNext(page.next);
    } catch (problem) {
      setError(() => problem);
    } finally {
      if (mine === latest) setReading(false);
    }
  };
  const settle = calmly(() => {
    if (!untrack(held)) quiet();
  }, AGAIN_MS);
  live.onLoad(load);
  live.onBack(() => error() !== null && quiet());
  live.onFrame((frame) => {
    const data = frameData(frame, "shipment.created", "shipment.updated");
    if (!data) return;
    setList((before) => told(before, data.shipment));
    settle();
  });
  createEffect(
    on(
      () => JSON.stringify(filter()),
      () => {
        setList(emptyList);
        setLoaded(false);
        setNext(null);
        quiet();
      },
      { defer: true },
    ),
  );
  createEffect(on(held, (is) => is || (untrack(list).waiting.size > 0 && settle()), { defer: true }));
  const rows = () => list().rows;
  const waiting = () => list().waiting.size;
  return { rows, waiting, next, loaded, reading, error, more, reload: quiet, letIn: quiet };
}

/** The numbers of the tabs, read again calmly while parcels move. */
export function createShipmentCounts(): Accessor<ShipmentCounts | null> {
  const counts = createView(() => api.get("/api/shipments/counts"));
  const again = calmly(() => void counts.reload(), AGAIN_MS);
  useLive().onFrame((frame) => {
    if (frameData(frame, "shipment.created", "shipment.updated")) again();
  });
  return counts.data;
}
