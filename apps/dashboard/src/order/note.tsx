import type { OrderSummary } from "@waybill/domain/views";
import { createEffect, createSignal, type JSX, on, Show } from "solid-js";
import { request } from "../api/client.ts";
import { createAction } from "../state/action.ts";
import { useSession } from "../state/session.tsx";

/** The seller's own note; the customer never sees it. What is being typed is not overwritten by an update. */
export function Note(props: { order: OrderSummary; note: string | null; onSaved: () => void }): JSX.Element {
  const session = useSession();
  const [text, setText] = createSignal(props.note ?? "");
  const [touched, setTouched] = createSignal(false);
  createEffect(
    on(
      () => props.note,
      (note) => touched() || setText(note ?? ""),
      { defer: true },
    ),
  );
  const save = createAction(async () => {
    await request("PATCH", `/api/orders/${props.order.id}`, { note: text().trim() || null });
    setTouched(false);
    props.onSaved();
  });
  return (
    <section class="card px-4 py-3">
      <h2 class="h-part mb-1">
        <label for="order-note">Note</label> <span class="font-normal text-ink-2">· only your team sees it</span>
      </h2>
      <Show
        when={session.may("agent")}
        fallback={<p class="whitespace-pre-wrap text-ink-2">{props.note ?? "No note."}</p>}
      >
        <textarea
          id="order-note"
          class="input min-h-[64px]"
          rows={2}
          maxLength={5000}
          value={text()}
          onInput={(event) => {
            setTouched(true);
            setText(event.currentTarget.value);
          }}
        />
        <Show when={touched()}>
          <div class="mt-2 flex justify-end">
            <button type="button" class="btn btn-small" disabled={save.busy()} onClick={() => void save.run()}>
              {save.busy() ? "Saving…" : "Save the note"}
            </button>
          </div>
        </Show>
      </Show>
    </section>
  );
}
