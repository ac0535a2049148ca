import { GroupIcon } from "@waybill/ui/icon";
import { createSignal, For, type JSX } from "solid-js";

type Toast = { id: number; tone: "delivered" | "failed"; text: string };
const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let last = 0;
const LASTS_MS = { delivered: 4000, failed: 9000 };

/** Says what came of something the seller did. Failures stay longer, and can be closed. */
export function say(toast: { tone: Toast["tone"]; text: string }): void {
  const id = ++last;
  setToasts((all) => [...all.slice(-2), { ...toast, id }]);
  setTimeout(() => dismiss(id), LASTS_MS[toast.tone]);
}

function dismiss(id: number): void {
  setToasts((all) => all.filter((toast) => toast.id !== id));
}

export function Toasts(): JSX.Element {
  return (
    <div class="fixed right-4 bottom-4 left-4 z-50 flex flex-col items-end gap-2" role="status" aria-live="polite">
      <For each={toasts()}>
        {(toast) => (
          <div class="flex max-w-[440px] items-start gap-2 rounded border border-line bg-raised px-3 py-2 shadow-float">
            <span class={`wb-badge wb-${toast.tone} mt-[3px]`}>
              <GroupIcon group={toast.tone} />
            </span>
            <span>{toast.text}</span>
            <button
              type="button"
              class="tap -my-1 ml-1 min-w-6 text-ink-2"
              aria-label="Close"
              onClick={() => dismiss(toast.id)}
            >
              ×
            </button>
          </div>
        )}
      </For>
    </div>
  );
}
