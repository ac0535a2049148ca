import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { failureWords, isApiFailure, request } from "../api/client.ts";
import type { CatalogueEntry, ConnectionView, SettingsField } from "../api/types.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { say } from "../parts/toast.tsx";
import { type Kind, nounOf } from "./nouns.ts";

/** Connects a platform with the fields its adapter asks for; the credentials are tried before anything is kept. */
export function ConnectForm(props: {
  kind: Kind | null;
  adapters: readonly CatalogueEntry[];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  return (
    <Show when={props.kind} keyed>
      {(kind) => (
        <Dialog open title={`Connect a ${nounOf(kind).one}`} onClose={props.onClose}>
          <Form kind={kind} adapters={props.adapters.filter((a) => a.kind === kind)} onDone={props.onDone} />
        </Dialog>
      )}
    </Show>
  );
}

function Form(props: { kind: Kind; adapters: readonly CatalogueEntry[]; onDone: () => void }): JSX.Element {
  const [chosen, setChosen] = createSignal(props.adapters[0]?.id ?? "");
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<unknown>(null);
  const adapter = createMemo(() => props.adapters.find((a) => a.id === chosen()));
  const fields = (advanced: boolean) => (adapter()?.fields ?? []).filter((field) => field.advanced === advanced);
  const problemOf = (name: string) => {
    const error = problem();
    if (!isApiFailure(error)) return null;
    return error.issues.find((issue) => issue.path === name || issue.path === `settings.${name}`)?.message ?? null;
  };
  /** What stands beside a field is not said again below. */
  const words = (error: unknown) =>
    isApiFailure(error) && error.issues.length > 0 && error.issues.every((issue) => isField(issue.path))
      ? "Correct the marked fields, then try again."
      : failureWords(error);
  const isField = (path: string) => adapter()?.fields.some((f) => path === f.name || path === `settings.${f.name}`);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const settings: Record<string, string> = {};
    for (const { name } of adapter()?.fields ?? []) {
      const value = String(data.get(name) ?? "").trim();
      if (value) settings[name] = value;
    }
    setBusy(true);
    setProblem(null);
    try {
      const made = await request<ConnectionView>("POST", nounOf(props.kind).path, {
        adapter: chosen(),
        settings,
        ...(data.get("connection-name") ? { name: String(data.get("connection-name")) } : {}),
      });
      say({ tone: "delivered", text: `${made.name} is connected.` });
      props.onDone();
    } catch (error) {
      setProblem(() => error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <label class="label" for="adapter">
        Platform
      </label>
      <select id="adapter" class="input" value={chosen()} onChange={(event) => setChosen(event.currentTarget.value)}>
        <For each={props.adapters}>{(a) => <option value={a.id}>{a.name}</option>}</For>
      </select>
      <Show when={adapter()}>
        {(a) => (
          <p class="mt-2 mb-4 text-sm text-ink-2">
            {a().about}{" "}
            <a class="link" href={a().docs} target="_blank" rel="noreferrer noopener">
              Where to find these
            </a>
          </p>
        )}
      </Show>
      <Field
        label="Name"
        name="connection-name"
        required={false}
        help="What you call it; left empty, the platform’s own name."
      />
      <For each={fields(false)}>{(field) => <SettingsInput field={field} problem={problemOf(field.name)} />}</For>
      <Show when={fields(true).length > 0}>
        <details class="mb-4">
          <summary class="mb-3 text-sm text-ink-2">More settings (sandboxes, own servers)</summary>
          <For each={fields(true)}>{(field) => <SettingsInput field={field} problem={problemOf(field.name)} />}</For>
        </details>
      </Show>
      <Show when={problem()}>
        {(error) => (
          <p class="mb-3 text-failed" role="alert">
            {words(error())}
          </p>
        )}
      </Show>
      <button type="submit" class="btn btn-main w-full" disabled={busy() || !adapter()}>
        {busy() ? "Trying the credentials…" : "Test and connect"}
      </button>
    </form>
  );
}

function SettingsInput(props: { field: SettingsField; problem: string | null }): JSX.Element {
  const f = () => props.field;
  return (
    <Field
      label={f().label}
      name={f().name}
      type={f().kind === "secret" ? "password" : f().kind === "url" ? "url" : "text"}
      required={f().required}
      help={f().help}
      placeholder={f().placeholder ?? f().default}
      problem={props.problem}
      mono={f().kind !== "text"}
      autocomplete={f().kind === "secret" ? "new-password" : "off"}
    />
  );
}
