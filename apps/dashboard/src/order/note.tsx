import type { OrderSummary } from "@waybill/domain/order/answers";
import { createUniqueId, type JSX, Show } from "solid-js";
import { useSession } from "../session/session.tsx";
import { createNote, type NoteSaving } from "./note-saving.ts";
import { keepBoth, keepMine, takeTheirs } from "./note-state.ts";

/** The seller's own note, saved by itself; the customer never sees it. Two people who write at once are told of each other. */
export function Note(props: { order: OrderSummary; note: string | null; onSaved: () => void }): JSX.Element {
  const session = useSession();
  const id = createUniqueId();
  const note = createNote({ order: props.order, note: () => props.note, onSaved: () => props.onSaved() });
  return (
    <section class="card px-4 py-3">
      <h2 class="h-part mb-1 flex items-baseline gap-2">
        <label for={id}>Note</label> <span class="text-sm font-normal text-ink-2">only your team sees it</span>
        <span class="ml-auto text-sm font-normal text-ink-2" role="status">
          {note.words()}
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
          value={note.state().text}
          onInput={(event) => note.write(event.currentTarget.value)}
          onBlur={() => void note.save()}
        />
        <NoteProblem note={note} />
      </Show>
    </section>
  );
}

/** It could not be saved, or somebody else wrote meanwhile: what can be done. */
function NoteProblem(props: { note: NoteSaving }): JSX.Element {
  const { state, save, choose, problem } = props.note;
  return (
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
            <p class="font-medium">Somebody else changed this note while you were writing. Yours is not saved yet.</p>
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
  );
}
