import { Icon } from "@waybill/ui/icon";
import { createSignal, type JSX } from "solid-js";

/** Something a person copies: shown in mono, one press puts it on the clipboard and says so. */
export function Copy(props: { text: string; label: string; class?: string }): JSX.Element {
  const [done, setDone] = createSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
    } catch {
      // Refused by the browser (no https): the text itself is selectable beside the button.
      return;
    }
    setDone(true);
    setTimeout(() => setDone(false), 1600);
  };
  return (
    <span class={`inline-flex max-w-full items-center gap-1 ${props.class ?? ""}`}>
      <span class="wb-mono truncate select-all">{props.text}</span>
      <button
        type="button"
        class="tap shrink-0 rounded p-1 text-base text-ink-3 hover:bg-hover hover:text-ink"
        aria-label={`Copy ${props.label}`}
        onClick={() => void copy()}
      >
        <Icon name={done() ? "delivered" : "copy"} />
      </button>
    </span>
  );
}
