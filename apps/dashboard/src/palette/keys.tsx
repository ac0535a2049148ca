import { For, type JSX } from "solid-js";

/** Keys as caps: "g o" → two, "Mod+k" → the platform's own. */
export function Keys(props: { keys: string; class?: string }): JSX.Element {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const cap = (key: string) =>
    key
      .replace("Mod+", isMac ? "⌘" : "Ctrl ")
      .replace("ArrowDown", "↓")
      .replace("ArrowUp", "↑")
      .replace("Escape", "Esc");
  return (
    <span class={`inline-flex shrink-0 gap-1 ${props.class ?? ""}`}>
      <For each={props.keys.split(" ")}>{(key) => <kbd class="kbd">{cap(key)}</kbd>}</For>
    </span>
  );
}
