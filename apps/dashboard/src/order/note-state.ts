import { isApiFailure } from "../api/client.ts";

/** What stands between a note on screen and the note that is kept. */
export type NoteState = {
  text: string;
  /** What the server is known to hold. */
  kept: string;
  /** What somebody else wrote while this one was being written; null: nobody did. */
  theirs: string | null;
};

/** A note as it is first shown. */
export const freshNote = (kept: string | null): NoteState => ({ text: kept ?? "", kept: kept ?? "", theirs: null });
export const isDirty = (state: NoteState) => state.text.trim() !== state.kept.trim();

/**
 * The server's note became known anew. Untouched, it is shown; while something else is being written, nothing typed is lost and
 * nothing of theirs is either: both are kept until the person chooses. `sent`: what this screen itself wrote last.
 *
 * @example othersWrote({ text: "Fragile!", kept: "", theirs: null }, "Call first", null).theirs // "Call first"
 */
export function othersWrote(state: NoteState, kept: string, sent: string | null): NoteState {
  if (kept.trim() === state.kept.trim()) return { ...state, kept };
  // One's own saving, told back; more may have been typed since.
  if (sent !== null && kept.trim() === sent.trim()) return { ...state, kept };
  if (!isDirty(state)) return { text: kept, kept, theirs: null };
  if (kept.trim() === state.text.trim()) return { ...state, kept, theirs: null };
  return { ...state, kept, theirs: kept };
}

/**
 * The stored note that a saving was refused for, because it is another one than the writer started from; null: refused for
 * something else.
 */
export function storedInstead(error: unknown): string | null {
  if (!isApiFailure(error) || error.code !== "note_changed") return null;
  return error.issues.find((issue) => issue.path === "note")?.message ?? null;
}

export const takeTheirs = (state: NoteState): NoteState => ({ ...state, text: state.kept, theirs: null });
/** Theirs first, mine beneath: nobody's words are lost. */
export const keepBoth = (state: NoteState): NoteState => ({
  ...state,
  text: [state.theirs ?? "", state.text].filter((part) => part.trim() !== "").join("\n"),
  theirs: null,
});
export const keepMine = (state: NoteState): NoteState => ({ ...state, theirs: null });
