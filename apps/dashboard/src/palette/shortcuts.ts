import { createSignal, onCleanup, onMount } from "solid-js";

type Shortcut = {
  /** "j", "ArrowDown", "?", "Mod+k" (Ctrl or Cmd), or two keys one after the other: "g o". Several mean the same. */
  keys: readonly string[];
  /** What it does, for the help behind "?". */
  words: string;
  group: "Everywhere" | "Go to" | "List" | "Order";
  run: (event: KeyboardEvent) => void;
  /** Only while this is true; otherwise the key is the browser's. */
  when?: () => boolean;
};

const [registered, setRegistered] = createSignal<readonly Shortcut[]>([]);
/** Every shortcut of what is on screen now. */
export const shortcuts = registered;

/** How long the first of two keys waits for the second. */
const SEQUENCE_MS = 900;
let first: { key: string; at: number } | null = null;
let listening = 0;

/** A box to tick takes no letters: the keys of its list go on working. */
const typing = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest(
    "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=dialog], [role=menu], [role=listbox]",
  );

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const mod = event.metaKey || event.ctrlKey;
  // A chord with Ctrl or Cmd works from a field as well; a letter belongs to the field.
  if (!mod && typing(event.target)) return;
  const key = mod ? `Mod+${event.key.toLowerCase()}` : event.key;
  const now = event.timeStamp;
  const pair = first && now - first.at < SEQUENCE_MS ? `${first.key} ${key}` : null;
  const fits = (shortcut: Shortcut, keys: string) => shortcut.keys.includes(keys) && (shortcut.when?.() ?? true);
  // What was registered last is nearest to the eye: a panel's keys come before its page's.
  const all = registered().toReversed();
  const found = (pair && all.find((one) => fits(one, pair))) || all.find((one) => fits(one, key));
  const begins = !mod && all.some((one) => one.keys.some((keys) => keys.startsWith(`${key} `)));
  first = begins && !found ? { key, at: now } : null;
  if (!found) return;
  event.preventDefault();
  found.run(event);
}

/**
 * Registers keys for as long as the component lives; they also stand in the help.
 *
 * @example createShortcuts([{ keys: ["j", "ArrowDown"], words: "Next order", group: "List", run: () => move(1) }]);
 */
export function createShortcuts(list: readonly Shortcut[]): void {
  onMount(() => {
    setRegistered((all) => [...all, ...list]);
    if (listening++ === 0) addEventListener("keydown", onKey);
  });
  onCleanup(() => {
    setRegistered((all) => all.filter((one) => !list.includes(one)));
    if (--listening === 0) removeEventListener("keydown", onKey);
  });
}
