import { Icon } from "@waybill/ui/icon";
import { createSignal, type JSX, onCleanup } from "solid-js";
import { say } from "../parts/toast.tsx";

/** Puts a text on the clipboard and says so on the button itself. */
export function CopyButton(props: { text: string; word: string; about: string; main?: boolean }): JSX.Element {
  const [done, setDone] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
    } catch {
      say({ tone: "failed", text: "This browser does not let us copy here. Select the text and copy it." });
      return;
    }
    setDone(true);
    clearTimeout(timer);
    timer = setTimeout(() => setDone(false), 1_800);
  };
  return (
    <button
      type="button"
      class={`btn ${props.main ? "btn-main" : "btn-small"}`}
      aria-label={props.about ? `${props.word} ${props.about}` : undefined}
      onClick={() => void copy()}
    >
      <Icon name={done() ? "delivered" : "copy"} /> <span aria-live="polite">{done() ? "Copied" : props.word}</span>
    </button>
  );
}
