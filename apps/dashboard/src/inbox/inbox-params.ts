import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import { type InboxChosen, inboxKeys } from "./inbox-query.ts";

const text = (value: string | string[] | undefined) => (Array.isArray(value) ? (value[0] ?? "") : (value ?? ""));

/** The list's filter, read from and written to the address. */
export function useInboxFilter() {
  const [params, setParams] = useSearchParams();
  const chosen = createMemo(
    () => Object.fromEntries(inboxKeys.map((key) => [key, text(params[key])])) as InboxChosen,
    undefined,
    { equals: (a, b) => inboxKeys.every((key) => a[key] === b[key]) },
  );
  const change = (part: Partial<InboxChosen>, options: { replace?: boolean } = {}) =>
    setParams(Object.fromEntries(Object.entries(part).map(([key, value]) => [key, value || null])), {
      replace: options.replace ?? false,
      scroll: false,
    });
  const clear = () => change({ q: "", connection: "", kind: "", state: "", when: "", from: "", to: "" });
  /** The filters as they stand in the address, for links that keep them. */
  const search = () => {
    const set = new URLSearchParams(inboxKeys.flatMap((key) => (chosen()[key] ? [[key, chosen()[key]]] : [])));
    return set.size > 0 ? `?${set}` : "";
  };
  const isFiltered = () => inboxKeys.some((key) => chosen()[key] !== "");
  return { chosen, change, clear, search, isFiltered };
}
export type InboxFilters = ReturnType<typeof useInboxFilter>;
