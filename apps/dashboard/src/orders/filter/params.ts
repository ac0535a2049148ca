import { useSearchParams } from "@solidjs/router";
import { dayIn } from "@waybill/domain/zones/offsets";
import { useClock } from "@waybill/ui/clock";
import { type Accessor, createMemo } from "solid-js";
import type { OrderFilter } from "../list/list-model.ts";
import { type Chosen, filterKeys, filterOf, sensible } from "./address.ts";
import { useZone } from "./zone.ts";

export type Change = (part: Partial<Chosen>, options?: { replace?: boolean }) => void;

const text = (value: string | string[] | undefined) => (Array.isArray(value) ? (value[0] ?? "") : (value ?? ""));

export type Filters = {
  /** The address, word by word. */
  chosen: Accessor<Chosen>;
  /** What it means now: days are instants. */
  filter: Accessor<OrderFilter>;
  change: Change;
  clear: () => void;
  /** All of it at once: a view. */
  show: (query: string) => void;
  /** The address's own filters in one fixed form, as a saved view keeps them. */
  text: Accessor<string>;
  isFiltered: Accessor<boolean>;
};

/** A query string of filters in the form that the server keeps views in: sorted, without what is empty. */
function viewText(values: Iterable<readonly [string, string]>): string {
  const kept = [...values].filter(([key, value]) => value !== "" && (filterKeys as readonly string[]).includes(key));
  return new URLSearchParams(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, v])).toString();
}

/** The list's filter, read from and written to the address, so that a view can be bookmarked and shared. */
export function useFilter(): Filters {
  const [params, setParams] = useSearchParams();
  const zone = useZone();
  const clock = useClock();
  const today = createMemo(() => dayIn(clock(), zone()));
  const chosen = createMemo<Chosen, undefined>(
    () => sensible(Object.fromEntries(filterKeys.map((key) => [key, text(params[key])])) as Chosen),
    undefined,
    { equals: (a, b) => filterKeys.every((key) => a[key] === b[key]) },
  );
  const filter = createMemo<OrderFilter, undefined>(
    () => filterOf(chosen(), { today: today(), zone: zone() }),
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  const change: Change = (part, options) => {
    const cleaned = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, value || null]));
    setParams(cleaned, { replace: options?.replace ?? false, scroll: false });
  };
  const show = (view: string) => {
    const wanted = new URLSearchParams(view);
    change(Object.fromEntries(filterKeys.map((key) => [key, wanted.get(key) ?? ""])));
  };
  const viewNow = createMemo(() => viewText(Object.entries(chosen())));
  return {
    chosen,
    filter,
    change,
    clear: () => show(""),
    show,
    text: viewNow,
    isFiltered: () => viewNow() !== "",
  };
}
