import type { CatalogueEntry, ConnectionView } from "@waybill/domain/connection/answers";
import { Icon } from "@waybill/ui/icon";
import { createSignal, For, type JSX, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { Field } from "../../parts/field.tsx";
import { say } from "../../parts/toast.tsx";
import { kindWords } from "../kinds.ts";
import { createFormAttempt, focusProblem } from "./form-attempt.ts";
import { Outcome } from "./outcome.tsx";
import { SettingsFields, valuesOf } from "./settings-fields.tsx";

/** The settings of a platform: tried, then kept with what the platform needs to be set up. */
export function ConnectForm(props: {
  adapter: CatalogueEntry;
  onBack: (() => void) | null;
  onDone: (made: ConnectionView) => void;
}): JSX.Element {
  let form!: HTMLFormElement;
  const a = () => props.adapter;
  const attempt = createFormAttempt(() => a().fields);
  const [tried, setTried] = createSignal<string | null>(null);
  const { test, connect } = createConnecting({
    adapter: a,
    attempt,
    form: () => form,
    onTried: setTried,
    onDone: (made) => props.onDone(made),
  });
  return (
    <form
      ref={form}
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
      onInput={() => setTried(null)}
    >
      <BackToAll onBack={props.onBack} />
      <p class="mb-4 text-ink-2">{a().about}</p>
      <Guide adapter={a()} />
      <SettingsFields fields={a().fields} problemOf={attempt.problemOf} />
      <Field
        label="Name"
        name="connection-name"
        required={false}
        problem={attempt.problemOf("name")}
        placeholder={a().name}
        help="What you call it here; useful with two of a kind."
      />
      <Outcome words={attempt.words()} doing={attempt.doing()} good={tried()} />
      <div class="mt-4 flex flex-wrap justify-end gap-2">
        <button type="button" class="btn" disabled={attempt.doing() !== null} onClick={() => void test()}>
          Test connection
        </button>
        <button type="submit" class="btn btn-main" disabled={attempt.doing() !== null}>
          Connect
        </button>
      </div>
    </form>
  );
}

function BackToAll(props: { onBack: (() => void) | null }): JSX.Element {
  return (
    <Show when={props.onBack}>
      {(back) => (
        <button
          type="button"
          class="link mb-3 inline-flex items-center gap-1 text-sm max-sm:min-h-10"
          onClick={() => back()()}
        >
          <Icon name="left" /> All platforms
        </button>
      )}
    </Show>
  );
}

/** Trying the settings at the platform, and connecting it. */
function createConnecting(input: {
  adapter: () => CatalogueEntry;
  attempt: ReturnType<typeof createFormAttempt>;
  form: () => HTMLFormElement;
  onTried: (words: string | null) => void;
  onDone: (made: ConnectionView) => void;
}) {
  const { adapter: a, attempt, form } = input;
  const settings = () => valuesOf(form(), a().fields);
  /** Asks the platform with these settings; nothing is kept. */
  const test = async (): Promise<boolean> => {
    input.onTried(null);
    const body = { kind: a().kind, adapter: a().id, settings: settings() };
    const answer = await attempt.run(`Trying the credentials at ${a().name}…`, () =>
      api.post("/api/adapters/test", { json: body }),
    );
    if (answer?.ok) input.onTried(answer.label ? `${a().name} answers as ${answer.label}.` : `${a().name} answers.`);
    else if (answer) attempt.refuse(answer.reason ?? `${a().name} did not answer.`);
    if (!answer?.ok) focusProblem(form());
    return answer?.ok ?? false;
  };
  const connect = async () => {
    if (!(await test())) return;
    const name = String(new FormData(form()).get("connection-name") ?? "").trim();
    const next =
      a().kind === "channel" ? "setting up its webhooks and starting the first sync" : "setting up its webhooks";
    const made = await attempt.run(`Connecting: ${next}…`, () =>
      api.post(kindWords(a().kind).path, {
        json: {
          adapter: a().id,
          settings: settings(),
          ...(name ? { name } : {}),
        },
      }),
    );
    if (!made) return focusProblem(form());
    say({ tone: "delivered", text: `${made.name} is connected.` });
    input.onDone(made);
  };
  return { test, connect };
}

/** Where the credentials are found and which rights they need, from the platform's side. */
function Guide(props: { adapter: CatalogueEntry }): JSX.Element {
  const guide = () => props.adapter.guide;
  return (
    <details class="mb-4 border-y border-line py-2 text-sm">
      <summary class="cursor-pointer font-medium">Where to find these, and which rights are needed</summary>
      <div class="grid gap-3 pt-3">
        <ol class="cn-steps">
          <For each={guide().steps}>{(step) => <li>{step}</li>}</For>
        </ol>
        <Show when={guide().rights.length > 0}>
          <p class="flex flex-wrap items-center gap-1.5">
            Rights:
            <For each={guide().rights}>{(right) => <code class="cn-code wb-mono">{right}</code>}</For>
          </p>
        </Show>
        <a class="link" href={props.adapter.docs} target="_blank" rel="noreferrer noopener">
          {props.adapter.name}’s documentation <Icon name="external" />
        </a>
      </div>
    </details>
  );
}
