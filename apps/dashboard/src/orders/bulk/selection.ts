import { createSignal } from "solid-js";

/** Which orders are marked: some by hand, or all that the filter holds. */
export function createSelection() {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set());
  const [all, setAll] = createSignal(false);
  let anchor: string | null = null;
  const clear = () => {
    anchor = null;
    setAll(false);
    if (ids().size > 0) setIds(new Set<string>());
  };
  const toggle = (id: string) => {
    anchor = id;
    setAll(false);
    setIds((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  };
  /** Everything between what was marked last and this one, as the list stands now. */
  const reach = (id: string, order: { ids: readonly string[]; indexOf: (id: string) => number }) => {
    const from = anchor === null ? -1 : order.indexOf(anchor);
    const to = order.indexOf(id);
    if (from === -1 || to === -1) return toggle(id);
    setAll(false);
    const between = order.ids.slice(Math.min(from, to), Math.max(from, to) + 1);
    setIds((now) => new Set([...now, ...between]));
  };
  const add = (more: readonly string[]) => setIds((now) => new Set([...now, ...more]));
  return {
    ids,
    has: (id: string) => all() || ids().has(id),
    /** True: everything that the filter holds, also what is not loaded. */
    all,
    takeAll: () => setAll(true),
    any: () => all() || ids().size > 0,
    toggle,
    reach,
    add,
    clear,
  };
}
export type Selection = ReturnType<typeof createSelection>;
