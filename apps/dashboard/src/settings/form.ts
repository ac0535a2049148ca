import { useBeforeLeave } from "@solidjs/router";
import { createMemo, createSignal, onCleanup, onMount } from "solid-js";
import { failureWords, isApiFailure } from "../api/client.ts";
import { createView } from "../live/view.ts";
import { createShortcuts } from "../palette/shortcuts.ts";

type Dated = { changedAt: number };
type FormInput<T extends Dated, F extends keyof T> = {
  fields: readonly F[];
  read: () => Promise<T>;
  /** `basedOn`: the `changedAt` of what was edited. */
  write: (body: Pick<T, F> & { basedOn: number }) => Promise<T>;
  onSaved?: () => void;
};
type Phase = "idle" | "saving" | "saved";

/**
 * A settings document as a form: what is stored, what was edited over it, and what became of saving it. Edits are kept per
 * field, so a change that somebody else saved meanwhile is taken over where this person touched nothing.
 *
 * @example const form = createSettingsForm({ fields: ["name", "timeZone"], read: () => api.get("/api/settings/general"), write });
 */
export function createSettingsForm<T extends Dated, const F extends keyof T & string>(input: FormInput<T, F>) {
  const { fields } = input;
  const view = createView(input.read);
  const [edits, setEdits] = createSignal<Partial<T>>({});
  const [phase, setPhase] = createSignal<Phase>("idle");
  const [problem, setProblem] = createSignal<unknown>(null);
  const [conflict, setConflict] = createSignal(false);

  const value = createMemo((): T | null => {
    const stored = view.data();
    return stored && { ...stored, ...edits() };
  });
  const same = (one: unknown, other: unknown) => (one ?? "") === (other ?? "");
  const dirty = createMemo(() => {
    const stored = view.data();
    return stored !== null && fields.some((field) => field in edits() && !same(edits()[field], stored[field]));
  });
  const set = (change: Partial<T>) => {
    setEdits((before) => ({ ...before, ...change }));
    if (phase() === "saved") setPhase("idle");
    setProblem(null);
  };
  const discard = () => {
    setEdits(() => ({}));
    setProblem(null);
    setConflict(false);
  };
  const save = async () => {
    const stored = view.data();
    if (!stored || !dirty() || phase() === "saving") return;
    const sent = edits();
    setPhase("saving");
    setProblem(null);
    try {
      const now = { ...stored, ...sent };
      const body = Object.fromEntries(fields.map((field) => [field, now[field]])) as Pick<T, F>;
      const answer = await input.write({ ...body, basedOn: stored.changedAt });
      view.set(() => answer);
      // What was typed while it was saved is still unsaved.
      if (edits() === sent) setEdits(() => ({}));
      setConflict(false);
      setPhase("saved");
      input.onSaved?.();
    } catch (error) {
      setPhase("idle");
      if (isApiFailure(error) && error.code === "changed_elsewhere") {
        await view.reload();
        setConflict(true);
      } else setProblem(() => error);
    }
  };
  const problemOf = (field: keyof T & string) => {
    const error = problem();
    return isApiFailure(error) ? (error.issues.find((issue) => issue.path === field)?.message ?? null) : null;
  };
  /** What went wrong, unless it stands beside its field. */
  const words = () => {
    const error = problem();
    if (!error) return null;
    if (
      isApiFailure(error) &&
      error.issues.length > 0 &&
      error.issues.every((issue) => fields.some((f) => f === issue.path))
    )
      return "Correct the marked field, then save again.";
    return failureWords(error);
  };
  createShortcuts([
    { keys: ["Mod+s"], words: "Save these settings", group: "Everywhere", run: () => void save(), when: dirty },
  ]);
  return { view, value, set, save, discard, dirty, phase, conflict, problemOf, words };
}
export type SettingsForm<T extends Dated> = ReturnType<typeof createSettingsForm<T, keyof T & string>>;

/** Asks before unsaved work is left: within the app by `asking`, out of it by the browser. */
export function createLeaveGuard(dirty: () => boolean) {
  const [asking, setAsking] = createSignal<(() => void) | null>(null);
  useBeforeLeave((event) => {
    if (!dirty() || event.defaultPrevented) return;
    event.preventDefault();
    setAsking(() => () => event.retry(true));
  });
  const onUnload = (event: BeforeUnloadEvent) => {
    if (dirty()) event.preventDefault();
  };
  onMount(() => addEventListener("beforeunload", onUnload));
  onCleanup(() => removeEventListener("beforeunload", onUnload));
  return { asking, stay: () => setAsking(null) };
}
