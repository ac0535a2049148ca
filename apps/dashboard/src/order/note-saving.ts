import type { OrderSummary } from "@waybill/domain/order/answers";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { useLive } from "../live/live.tsx";
import { freshNote, isDirty, keepBoth, type NoteState, othersWrote, storedInstead } from "./note-state.ts";

/** Saved this long after the last letter of the note. */
const PAUSE_MS = 900;

/** A note as it is written: saved by itself, and compared with what others write meanwhile. */
export function createNote(input: { order: OrderSummary; note: () => string | null; onSaved: () => void }) {
  // What is saved late, after the reader has gone on, belongs to this order still.
  const param = { id: input.order.id };
  const [state, setState] = createSignal<NoteState>(freshNote(input.note()));
  const [saving, setSaving] = createSignal(false);
  const [saved, setSaved] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  let sent: string | null = null;
  let gone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  createEffect(on(input.note, (note) => setState((before) => othersWrote(before, note ?? "", sent)), { defer: true }));
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
      input.onSaved();
    } catch (error) {
      sent = null;
      const stored = storedInstead(error);
      if (stored === null) setProblem(failureWords(error));
      // Whoever left the order sees no choice any more: nobody's words are lost.
      else
        setState((before) => (gone ? keepBoth(othersWrote(before, stored, null)) : othersWrote(before, stored, null)));
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
  const write = (text: string) => {
    setState((before) => ({ ...before, text }));
    soon();
  };
  return { state, write, save, choose, problem, words };
}
export type NoteSaving = ReturnType<typeof createNote>;
