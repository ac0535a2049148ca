import { type Accessor, onCleanup, onMount } from "solid-js";

/**
 * j/k (or the arrows) move a mark through the list, Enter opens the marked one, Escape takes the mark away. Keys typed into a
 * field are the field's.
 */
export function listKeys(of: {
  ids: Accessor<string[]>;
  active: Accessor<string | null>;
  setActive: (id: string | null) => void;
  open: (id: string) => void;
}): void {
  const move = (step: number) => {
    const ids = of.ids();
    const at = ids.indexOf(of.active() ?? "");
    const next = ids[Math.max(0, Math.min(ids.length - 1, at === -1 ? 0 : at + step))];
    if (!next) return;
    of.setActive(next);
    document.querySelector(`[data-order="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const onKey = (event: KeyboardEvent) => {
    // A link that has the focus is opened by its own Enter.
    if (event.key === "Enter" && event.target instanceof Element && event.target.closest("a")) return;
    const busy =
      event.target instanceof Element && event.target.closest("input, textarea, select, button, dialog, [role=menu]");
    if (busy || event.metaKey || event.ctrlKey || event.altKey) return;
    const active = of.active();
    if (event.key === "j" || event.key === "ArrowDown") move(1);
    else if (event.key === "k" || event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active) of.open(active);
    else if (event.key === "Escape") of.setActive(null);
    else return;
    event.preventDefault();
  };
  onMount(() => addEventListener("keydown", onKey));
  onCleanup(() => removeEventListener("keydown", onKey));
}
