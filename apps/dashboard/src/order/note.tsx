import type { OrderSummary } from "@waybill/domain/order/answers";
import { createEffect, createSignal, createUniqueId, type JSX, on, onCleanup, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { useLive } from "../live/live.tsx";
import { useSession } from "../shell/session.tsx";
import {
  freshNote,
  heard,
  isDirty,
  keepBoth,
  keepMine,
  type NoteState,
  storedInstead,
  takeTheirs,
} from "./note-state.ts";

/** Saved this long after the last letter, ms. */
const PAUSE_MS = 900;

/** The seller's own note, saved by itself; the customer never sees it. Two people who write at once are told of each other. */
export function Note(props: { order: OrderSummary; note: string | null; onSaved: () => void }): JSX.Element {
  const session = useSession();
  const id = createUniqueId();
  // What is saved late, after the reader has gone on, belongs to this order still.
  const param = { id: props.order.id };
  const [state, setState] = createSignal<NoteState>(freshNote(props.note));
  const [saving, setSaving] = createSignal(false);
  const [saved, setSaved] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  let sent: string | null = null;
  let gone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  createEffect(
    on(
      () => props.note,
      (note) => setState((before) => heard(before, note ?? "", sent)),
      { defer: true },
    ),
  );
  const save = async () => {
    clearTimeout(timer);
    const now = state();
    if (!isDirty(now) || now.theirs !== null || saving()) return;
    setSaving(true);
    setProblem(null);
    const text = now.text.trim();
    sent = text;
    try {
      await api.patch("/api/orders/:id", { param, json: { note: text, basedOn: now.kept } });
      setState((before) => ({ ...before, kept: text }));
      setSaved(true);
      props.onSaved();
    } catch (error) {
      sent = null;
      const stored = storedInstead(error);
      if (stored === null) setProblem(failureWords(error));
      // Whoever left the order sees no choice any more: nobody's words are lost.
      else setState((before) => (gone ? keepBoth(heard(before, stored, null)) : heard(before, stored, null)));
    } finally {
      setSaving(false);
      if (problem() === null && isDirty(state())) soon();
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE_MS);
  };
  // What the network held up goes out when it is back, without a press.
  useLive().onBack(() => problem() !== null && void save());
  // Leaving the order must not lose the last words; of a choice not made, both.
  onCleanup(() => {
    gone = true;
    if (state().theirs !== null) setState(keepBoth);
    void save();
  });
  const choose = (how: (state: NoteState) => NoteState) => {
    setState(how);
    void save();
  };
  const words = () => {
    if (problem()) return null;
    if (saving()) return "Saving…";
    if (state().theirs !== null) return null;
    if (isDirty(state())) return "Not saved yet";
    return saved() ? "Saved" : "";
  };
  return (
    <section class="card px-4 py-3">
      <h2 class="h-part mb-1 flex items-baseline gap-2">
        <label for={id}>Note</label> <span class="text-sm font-normal text-ink-2">only your team sees it</span>
        <span class="ml-auto text-sm font-normal text-ink-2" role="status">
          {words()}
        </span>
      </h2>
      <Show
        when={session.may("agent")}
        fallback={<p class="whitespace-pre-wrap text-ink-2">{props.note || "No note."}</p>}
      >
        <textarea
          id={id}
          data-note
          class="input min-h-[64px]"
          rows={2}
          maxLength={5000}
          value={state().text}
          onInput={(event) => {
            const text = event.currentTarget.value;
            setState((before) => ({ ...before, text }));
            soon();
          }}
          onBlur={() => void save()}
        />
        <div role="alert">
          <Show when={problem()}>
            {(why) => (
              <p class="mt-2 flex flex-wrap items-center gap-2 text-sm text-failed">
                <span>Not saved: {why()}</span>
                <button type="button" class="btn btn-small" onClick={() => void save()}>
                  Save again
                </button>
              </p>
            )}
          </Show>
          <Show when={state().theirs !== null}>
            <div class="notice wb-attention !mt-2 text-sm">
              <div class="min-w-0 flex-1">
                <p class="font-medium">
                  Somebody else changed this note while you were writing. Yours is not saved yet.
                </p>
                <p class="mt-1 whitespace-pre-wrap">{state().theirs || "(They emptied it.)"}</p>
              </div>
              <span class="flex flex-wrap gap-2">
                <button type="button" class="btn btn-small" onClick={() => choose(keepBoth)}>
                  Keep both
                </button>
                <button type="button" class="btn btn-small" onClick={() => choose(keepMine)}>
                  Keep mine
                </button>
                <button type="button" class="btn btn-small" onClick={() => choose(takeTheirs)}>
                  Take theirs
                </button>
              </span>
            </div>
          </Show>
        </div>
      </Show>
    </section>
  );
}
