import type { ListedOrder, OrderSummary } from "@waybill/domain/order/answers";
import type { Page } from "@waybill/domain/page";
import { type Accessor, batch, createSignal, untrack } from "solid-js";
import { api } from "../../api/api.ts";
import { useLive } from "../../live/live.tsx";
import { orderQuery } from "../filter/address.ts";
import type { OrderFilter } from "./list-model.ts";
import type { OrderList } from "./order-list.ts";

const PAGE = 100;

/** The keyset of the list (see the API's `cursor`): a list in placing order goes on after any of its rows. */
const after = (order: OrderSummary) => `${order.placedAt}~${order.id}`;

/** Reads the list's pages, the first and those below, and puts them into it. An answer overtaken by a newer question is dropped. */
export function createOrderPages(input: {
  list: OrderList;
  filter: Accessor<OrderFilter>;
  onPage: (items: readonly ListedOrder[], isFirst: boolean) => void;
}) {
  const { list, filter } = input;
  const live = useLive();
  const [loading, setLoading] = createSignal(true);
  const [loaded, setLoaded] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  let next: string | null = null;
  let latest = 0;
  let reading = false;
  const readPage = (cursor: string | null) =>
    api.get("/api/orders", { query: { ...orderQuery(filter()), cursor, limit: PAGE } });
  const take = (page: Page<ListedOrder>, isFirst: boolean) => {
    const asked = untrack(filter);
    list.page({ items: page.items, more: page.next !== null, fresh: isFirst, sorted: asked.q === "" });
    next = page.next;
    batch(() => {
      input.onPage(page.items, isFirst);
      setError(null);
      setLoaded(true);
    });
  };
  const read = async () => {
    const mine = ++latest;
    setLoading(true);
    try {
      const page = await readPage(null);
      if (mine === latest) take(page, true);
    } catch (problem) {
      if (mine !== latest) return;
      setError(() => problem);
      throw problem;
    } finally {
      if (mine === latest) setLoading(false);
    }
  };
  const load = () => read().catch(() => undefined);
  const more = async () => {
    const cursor = next;
    if (cursor === null || reading || loading()) return;
    reading = true;
    const mine = latest;
    try {
      const page = await readPage(cursor);
      // The list may have been cut shorter meanwhile: then this page is not the one that comes next.
      if (mine === latest && next === cursor) take(page, false);
    } catch (problem) {
      if (mine === latest) setError(() => problem);
    } finally {
      reading = false;
    }
  };
  live.onLoad(read);
  live.onBack(() => error() !== null && void load());
  /** The list was cut shorter: its next page begins after this row. */
  const goOnAfter = (order: OrderSummary) => {
    next = after(order);
  };
  return { loading, loaded, error, load, more, goOnAfter };
}
