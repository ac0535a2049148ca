import { createSignal } from "solid-js";
import { failureWords, isApiFailure } from "../../api/client.ts";

/**
 * The tries of a settings form: what is going on in words, what went wrong at which field, and what is said below them.
 *
 * @example const attempt = createAttempt(() => adapter().fields); await attempt.run("Trying the credentials…", () => api.post(…));
 */
export function createFormAttempt(fields: () => readonly { name: string }[]) {
  const [doing, setDoing] = createSignal<string | null>(null);
  const [problem, setProblem] = createSignal<unknown>(null);
  const named = (path: string) => path.replace(/^settings\./, "");
  const isField = (path: string) => fields().some((field) => field.name === named(path)) || path === "name";
  const issues = () => {
    const error = problem();
    return isApiFailure(error) ? error.issues : [];
  };
  return {
    doing,
    tell: setDoing,
    /** What is wrong with this field. */
    problemOf: (name: string) => issues().find((issue) => named(issue.path) === name)?.message ?? null,
    /** What no field says. */
    words: () => {
      const error = problem();
      if (error === null) return null;
      if (typeof error === "string") return error;
      const all = issues();
      const marked = all.length > 0 && all.every((issue) => isField(issue.path));
      return marked ? "Correct the marked fields, then try again." : failureWords(error);
    },
    clear: () => setProblem(null),
    /** Runs one try; undefined when it failed, and then the words are set. */
    run: async <T>(words: string, act: () => Promise<T>): Promise<T | undefined> => {
      setProblem(null);
      setDoing(words);
      try {
        return await act();
      } catch (error) {
        setProblem(() => error);
        return undefined;
      } finally {
        setDoing(null);
      }
    },
    refuse: (words: string) => setProblem(words),
  };
}

/** After a refused form: to the first field that is marked. */
export function focusProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const marked = form.querySelector<HTMLElement>("[aria-invalid=true]");
    (marked ?? form.querySelector<HTMLElement>("[role=alert]"))?.focus();
  });
}
