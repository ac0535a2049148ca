import { type Accessor, createMemo, createSignal, onCleanup, onMount } from "solid-js";

/** Something the palette (Ctrl/Cmd+K) offers by name. */
type Command = {
  id: string;
  words: string;
  group: "Go to" | "Actions" | "This page";
  /** Other words that find it. */
  also?: string;
  /** Its shortcut, to learn it by. */
  keys?: string;
  run: () => void;
};

const [sources, setSources] = createSignal<readonly Accessor<readonly Command[]>[]>([]);
/** Every command of what is on screen now. */
export const commands = () => sources().flatMap((source) => source());

/**
 * Offers commands in the palette for as long as the component lives.
 *
 * @example createCommands(() => [{ id: "export", words: "Export orders as CSV", group: "This page", run: exportNow }]);
 */
export function createCommands(list: Accessor<readonly Command[]>): void {
  const source = createMemo(list);
  onMount(() => setSources((all) => [...all, source]));
  onCleanup(() => setSources((all) => all.filter((one) => one !== source)));
}
