import type { ShipmentCounts } from "@waybill/domain/shipment/answers";
import { type Accessor, createEffect, createSignal, on, type Setter, untrack } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { emptyList, paged, type ShipmentList, updated } from "./list-state.ts";
import { type ShipmentFilter, shipmentQuery } from "./listing.ts";

const PAGE = 50;
/** While parcels move, list and numbers are read again at most this often, ms. */
const AGAIN_MS = 2500;

/** Reads the list's pages into it; an answer overtaken by a newer question is dropped. */
function createShipmentPages(
  filter: Accessor<ShipmentFilter>,
  shown: { list: Accessor<ShipmentList>; setList: Setter<ShipmentList> },
) {
  const { list, setList } = shown;
  const [next, setNext] = createSignal<string | null>(null);
  const [loaded, setLoaded] = createSignal(false);
  const [reading, setReading] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  let latest = 0;
  const read = (cursor: string | null, limit: number) => {
    return api.get("/api/shipments", { query: { ...shipmentQuery(untrack(filter)), cursor, limit } });
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
  const forget = () => {
    setLoaded(false);
    setNext(null);
  };
  return { next, loaded, reading, error, load, more, forget };
}

/** The page's list, live: rows change in place; they move only while `held` is false. */
export function createShipments(filter: Accessor<ShipmentFilter>, held: Accessor<boolean>) {
  const live = useLive();
  const [list, setList] = createSignal(emptyList);
  const pages = createShipmentPages(filter, { list, setList });
  const quiet = () => void pages.load().catch(() => undefined);
  const settle = calmly(() => {
    if (!untrack(held)) quiet();
  }, AGAIN_MS);
  live.onLoad(pages.load);
  live.onBack(() => pages.error() !== null && quiet());
  live.onFrame((frame) => {
    const data = frameData(frame, "shipment.created", "shipment.updated");
    if (data) setList((before) => updated(before, data.shipment));
    if (data || frameData(frame, "report.changed")) settle();
  });
  createEffect(
    on(
      () => JSON.stringify(filter()),
      () => {
        setList(emptyList);
        pages.forget();
        quiet();
      },
      { defer: true },
    ),
  );
  createEffect(on(held, (is) => is || (untrack(list).waiting.size > 0 && settle()), { defer: true }));
  const rows = () => list().rows;
  const waiting = () => list().waiting.size;
  const { next, loaded, reading, error, more } = pages;
  return { rows, waiting, next, loaded, reading, error, more, reload: quiet, letIn: quiet };
}

/** The numbers of the tabs, read again calmly while parcels move. */
export function createShipmentCounts(): Accessor<ShipmentCounts | null> {
  const counts = createView(() => api.get("/api/shipments/counts"));
  const again = calmly(() => void counts.reload(), AGAIN_MS);
  useLive().onFrame((frame) => {
    if (frameData(frame, "shipment.created", "shipment.updated", "report.changed")) again();
  });
  return counts.data;
}
