import type { CatalogueEntry, ConnectionView } from "@waybill/domain/connection/answers";
import { createSignal, type JSX, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { Field } from "../../parts/field.tsx";
import { say } from "../../parts/toast.tsx";
import { useSession } from "../../session/session.tsx";
import { kindWords } from "../kinds.ts";
import { createFormAttempt, focusProblem } from "./form-attempt.ts";
import { Outcome } from "./outcome.tsx";
import { PreviousSecret } from "./previous-secret.tsx";
import { SettingsFields, valuesOf } from "./settings-fields.tsx";

type Props = { connection: ConnectionView; adapter: CatalogueEntry; replacing: boolean; onChanged: () => void };

/** Name, open settings and secrets of a connection: tried before they are kept; secrets go in and never come out. */
export function SettingsPanel(props: Props): JSX.Element {
  const session = useSession();
  return (
    <section class="card p-4" aria-labelledby="settings-head" id="settings">
      <h2 id="settings-head" class="h-part mb-3">
        Settings
      </h2>
      <PreviousSecret connection={props.connection} platform={props.adapter.name} onChanged={props.onChanged} />
      <Show when={session.may("admin")} fallback={<Shown connection={props.connection} adapter={props.adapter} />}>
        <SettingsForm {...props} />
      </Show>
    </section>
  );
}

/** Is nothing else asked for than what stands already, defaults included? */
function isStored(settings: Record<string, string>, input: Pick<Props, "connection" | "adapter">): boolean {
  const stored = input.connection.settings;
  return Object.entries(settings).every(
    ([key, value]) =>
      (stored[key] ?? "") === value ||
      (!(key in stored) && value === (input.adapter.fields.find((f) => f.name === key)?.default ?? "")),
  );
}

function SettingsForm(props: Props): JSX.Element {
  let form!: HTMLFormElement;
  const a = () => props.adapter;
  const c = () => props.connection;
  const attempt = createFormAttempt(() => a().fields);
  const [good, setGood] = createSignal<string | null>(null);
  /** Open fields as they stand, secrets only when typed: an emptied optional one goes back to its default. */
  const settings = () => {
    const given = valuesOf(form, a().fields);
    const emptied = a().fields.filter((f) => f.kind !== "secret" && !(f.name in given));
    return { ...given, ...Object.fromEntries(emptied.map((f) => [f.name, f.default ?? ""])) };
  };
  const test = async () => {
    setGood(null);
    const body = { kind: a().kind, adapter: a().id, settings: settings(), connectionId: c().id };
    const answer = await attempt.run(`Trying at ${a().name}…`, () => api.post("/api/adapters/test", { json: body }));
    if (answer?.ok) setGood(`${a().name} answers${answer.label ? ` as ${answer.label}` : ""}. Nothing is saved yet.`);
    else if (answer) attempt.refuse(answer.reason ?? `${a().name} did not answer.`);
    if (!answer?.ok) focusProblem(form);
  };
  const save = async () => {
    setGood(null);
    const now = settings();
    const name = String(new FormData(form).get("connection-name") ?? "").trim();
    const same = isStored(now, props);
    const body = { ...(name && name !== c().name ? { name } : {}), ...(same ? {} : { settings: now }) };
    if (Object.keys(body).length === 0) {
      setGood("Nothing was changed.");
      return;
    }
    const words = same ? "Saving…" : `Trying at ${a().name}, then saving…`;
    const saved = await attempt.run(words, () =>
      api.patch(`${kindWords(c().kind).path}/:id`, { param: { id: c().id }, json: body }),
    );
    if (!saved) return focusProblem(form);
    say({ tone: "delivered", text: same ? "Saved." : `Saved; ${a().name} accepts these settings.` });
    props.onChanged();
  };
  return (
    <form
      ref={form}
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label="Name" name="connection-name" value={c().name} problem={attempt.problemOf("name")} />
      <SettingsFields
        fields={a().fields}
        problemOf={attempt.problemOf}
        stored={c().settings}
        replacing={props.replacing}
      />
      <Outcome words={attempt.words()} doing={attempt.doing()} good={good()} />
      <div class="mt-4 flex flex-wrap justify-end gap-2">
        <button type="button" class="btn" disabled={attempt.doing() !== null} onClick={() => void test()}>
          Test these
        </button>
        <button type="submit" class="btn btn-main" disabled={attempt.doing() !== null}>
          Save
        </button>
      </div>
    </form>
  );
}

/** What a viewer sees of the settings: what is open, and why nothing can be changed. */
function Shown(props: { connection: ConnectionView; adapter: CatalogueEntry }): JSX.Element {
  const open = () =>
    props.adapter.fields.flatMap((field) => {
      const value = props.connection.settings[field.name];
      return value ? [{ label: field.label, value }] : [];
    });
  return (
    <>
      <dl class="grid gap-2 [&_dt]:text-xs [&_dt]:text-ink-2">
        {open().map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd class="wb-mono">{value}</dd>
          </div>
        ))}
      </dl>
      <p class="mt-3 text-sm text-ink-2">Your role may look. An admin changes settings and pauses connections.</p>
    </>
  );
}
