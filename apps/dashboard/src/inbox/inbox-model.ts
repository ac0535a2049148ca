import { useNavigate, useParams } from "@solidjs/router";
import type { ConnectionView } from "@waybill/domain/connection/answers";
import type { InboxSummary } from "@waybill/domain/inbox/answers";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { useLive } from "../live/live.tsx";
import { createNames } from "../live/names.ts";
import { createPaged } from "../live/paged.ts";
import { calmly, createView } from "../live/view.ts";
import { type InboxFilters, useInboxFilter } from "./inbox-params.ts";
import { inboxQuery } from "./inbox-query.ts";

/** Deliveries that cause nothing make no event: the list looks by itself as well, this often, ms. */
const LOOK_EVERY_MS = 5_000;

async function readConnections(): Promise<ConnectionView[]> {
  const paths = ["/api/carriers", "/api/platforms", "/api/senders"] as const;
  const all = await Promise.all(paths.map((path) => api.get(path).then(itemsOf)));
  return all.flat().filter((connection) => connection.health !== "disconnected");
}

/** What the inbox holds: the filter in the address, the live list, and which webhook is opened. */
export function createInboxModel() {
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const filters = useInboxFilter();
  const list = createPaged(
    (page) => api.get("/api/inbox", { query: { ...inboxQuery(filters.chosen(), Date.now()), ...page } }),
    (row) => row.id,
  );
  createEffect(on(filters.chosen, () => void list.reload(), { defer: true }));
  const connections = createView(readConnections);
  const waiting = createNewer(list, filters);
  const names = createNames();
  const opened = () => params.id;
  createEffect(() => {
    document.title = opened() ? `Webhook ${opened()} · Waybill` : "Inbox · Waybill";
  });
  const hrefOf = (id: number) => `/inbox/${id}${filters.search()}`;
  const open = (id: number) => navigate(hrefOf(id), { scroll: false });
  /** Nothing came in yet, whatever the filter. */
  const nothingYet = () => list.loaded() && list.items().length === 0 && !filters.isFiltered();
  const [over, setOver] = createSignal<"replay" | "test" | null>(null);
  return { filters, list, waiting, connections, names, opened, hrefOf, open, nothingYet, over, setOver };
}
export type InboxModel = ReturnType<typeof createInboxModel>;

type List = ReturnType<typeof createPaged<InboxSummary, number>>;

/** Nothing moves under the pointer: what came meanwhile waits behind one button. */
function createNewer(list: List, filters: InboxFilters) {
  const live = useLive();
  const [held, setHeld] = createSignal(false);
  const [newer, setNewer] = createSignal(false);
  const look = async () => {
    const newest = await api.get("/api/inbox", { query: { ...inboxQuery(filters.chosen(), Date.now()), limit: 1 } });
    setNewer((newest.items[0]?.id ?? 0) > (list.items()[0]?.id ?? 0));
  };
  /** Lets what came meanwhile in. */
  const show = () => {
    setNewer(false);
    void list.refresh();
  };
  const again = calmly(() => (held() ? void look().catch(() => undefined) : show()), 1_000);
  live.onFrame(again);
  const timer = setInterval(() => document.hidden || again(), LOOK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
  const release = () => {
    setHeld(false);
    if (newer()) show();
  };
  return { newer, show, hold: setHeld, release };
}
