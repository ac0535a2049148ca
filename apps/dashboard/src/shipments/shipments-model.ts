import { useNavigate, useSearchParams } from "@solidjs/router";
import type { ListedShipment } from "@waybill/domain/shipment/answers";
import { createEffect, createMemo, createSignal, on } from "solid-js";
import { createHoldWhilePointing } from "../parts/hold-while-pointing.ts";
import { groupOf } from "./attention-groups.ts";
import { hrefOf, stateOf, tabs } from "./listing.ts";
import { createShipmentCounts, createShipments } from "./shipments-state.ts";

type Params = { state?: string; why?: string; carrier?: string; connection?: string; q?: string; open?: string };

/** What the page holds: the filter in the address, the live list, and which row is active or opened. */
export function createShipmentsModel() {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<Params>();
  const hand = createHoldWhilePointing();
  const [active, setActive] = createSignal<string | null>(null);
  const filter = createMemo(() => ({
    state: stateOf(params.state),
    why: params.why ?? "",
    carrier: params.carrier ?? "",
    connection: params.connection ?? "",
    q: params.q ?? "",
  }));
  const opened = () => params.open;
  const held = () => hand.holds() || active() !== null || opened() !== undefined;
  const list = createShipments(filter, held);
  const counts = createShipmentCounts();
  createEffect(on(filter, () => setActive(null), { defer: true }));

  const tab = () => tabs.find((one) => one.state === filter().state);
  /** Of what needs attention only one kind, as a number of the overview leads to. */
  const group = () => (filter().state === "attention" && filter().q === "" ? groupOf(filter().why) : null);
  const filtered = () => filter().carrier !== "" || filter().connection !== "" || filter().q !== "" || group() !== null;
  /** Another filter: no step of the browser's history where it only narrows. */
  const change = (next: Partial<Record<keyof Params, string | null>>, replace = false) =>
    setParams(next, { replace, scroll: false });
  const openHref = (parcel: ListedShipment) => {
    const href = hrefOf(parcel);
    if (href) return href;
    const all = new URLSearchParams(location.search);
    all.set("open", parcel.id);
    return `/shipments?${all}`;
  };
  const open = (parcel: ListedShipment) => {
    const href = hrefOf(parcel);
    if (href) navigate(href);
    else change({ open: parcel.id });
  };
  /** The search field and the rows as they stand on the page. */
  const handles: { search?: HTMLInputElement; rows?: HTMLOListElement } = {};
  const focusRow = (id: string) =>
    handles.rows?.querySelector<HTMLElement>(`[data-parcel="${CSS.escape(id)}"] [data-row-link]`)?.focus();
  const close = () => {
    const id = opened();
    change({ open: null }, true);
    if (id) focusRow(id);
  };
  const emptySearch = () => {
    if (handles.search) handles.search.value = "";
  };
  return {
    ...{ hand, active, setActive, filter, group, filtered, opened, held, list, counts, tab },
    ...{ change, openHref, open, close, focusRow, emptySearch, handles },
  };
}
export type ShipmentsModel = ReturnType<typeof createShipmentsModel>;
