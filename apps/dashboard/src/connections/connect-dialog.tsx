import type { CatalogueEntry, ConnectionView } from "@waybill/domain/connection/answers";
import { Icon } from "@waybill/ui/icon";
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { say } from "../parts/toast.tsx";
import { createFormAttempt, focusProblem } from "./form-attempt.ts";
import { type Kind, kindWords } from "./kinds.ts";
import { Mark } from "./mark.tsx";
import { SettingsFields, valuesOf } from "./settings-fields.tsx";

/** So many platforms are seen at a glance; more are searched. */
const AT_A_GLANCE = 8;

/**
 * Choosing a platform and connecting it. `chosen`: an adapter's id shows its form, "any" the catalogue, null nothing; the page
 * keeps it in the address.
 */
export function ConnectDialog(props: {
  kind: Kind;
  chosen: string | null;
  adapters: readonly CatalogueEntry[];
  practice: boolean;
  onChoose: (adapter: string | null) => void;
  onPractice: () => void;
  onDone: (made: ConnectionView) => void;
}): JSX.Element {
  const adapter = createMemo(() => props.adapters.find((one) => one.id === props.chosen) ?? null);
  const title = () => (adapter() ? `Connect ${adapter()?.name}` : `Connect a ${kindWords(props.kind).one}`);
  return (
    <Dialog open={props.chosen !== null} title={title()} onClose={() => props.onChoose(null)}>
      <Show
        when={adapter()}
        keyed
        fallback={
          <Catalogue
            adapters={props.adapters}
            practice={props.practice && props.kind === "channel"}
            onChoose={props.onChoose}
            onPractice={props.onPractice}
          />
        }
      >
        {(one) => (
          <ConnectForm
            adapter={one}
            onBack={props.adapters.length > 1 ? () => props.onChoose("any") : null}
            onDone={props.onDone}
          />
        )}
      </Show>
    </Dialog>
  );
}

/** What can be connected; searched when there is much of it. */
export function Catalogue(props: {
  adapters: readonly CatalogueEntry[];
  practice: boolean;
  onChoose: (adapter: string) => void;
  onPractice: () => void;
  /** Side by side where there is room. */
  wide?: boolean;
}): JSX.Element {
  const [search, setSearch] = createSignal("");
  const found = () => {
    const wanted = search().trim().toLowerCase();
    return props.adapters.filter((a) => `${a.name} ${a.about}`.toLowerCase().includes(wanted));
  };
  return (
    <div
      class="grid grid-cols-[minmax(0,1fr)] gap-2"
      classList={{ "md:grid-cols-2 xl:grid-cols-3 md:gap-4": props.wide }}
    >
      <Show when={props.adapters.length > AT_A_GLANCE}>
        <input
          class="input col-span-full"
          type="search"
          placeholder="Search platforms"
          aria-label="Search platforms"
          value={search()}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </Show>
      <For each={found()} fallback={<p class="text-ink-2">No platform is called so.</p>}>
        {(adapter) => (
          <button type="button" class="cn-pick" onClick={() => props.onChoose(adapter.id)}>
            <Mark letters={adapter.mark} name={adapter.name} />
            <span class="min-w-0">
              <span class="block font-semibold">{adapter.name}</span>
              <span class="block text-sm text-ink-2">{adapter.about}</span>
            </span>
          </button>
        )}
      </For>
      <Show when={props.practice}>
        <button type="button" class="cn-pick" onClick={() => props.onPractice()}>
          <Mark name="??" />
          <span class="min-w-0">
            <span class="block font-semibold">Practice shop</span>
            <span class="block text-sm text-ink-2">
              A simulated shop with its carriers: orders and parcels that move by themselves. Removed with one click.
            </span>
          </span>
        </button>
      </Show>
    </div>
  );
}

function ConnectForm(props: {
  adapter: CatalogueEntry;
  onBack: (() => void) | null;
  onDone: (made: ConnectionView) => void;
}): JSX.Element {
  let form!: HTMLFormElement;
  const a = () => props.adapter;
  const attempt = createFormAttempt(() => a().fields);
  const [tried, setTried] = createSignal<string | null>(null);
  const settings = () => valuesOf(form, a().fields);

  /** Asks the platform with these settings; nothing is kept. */
  const test = async (): Promise<boolean> => {
    setTried(null);
    const body = { kind: a().kind, adapter: a().id, settings: settings() };
    const answer = await attempt.run(`Trying the credentials at ${a().name}…`, () =>
      api.post("/api/adapters/test", { json: body }),
    );
    if (answer?.ok) setTried(answer.label ? `${a().name} answers as ${answer.label}.` : `${a().name} answers.`);
    else if (answer) attempt.refuse(answer.reason ?? `${a().name} did not answer.`);
    if (!answer?.ok) focusProblem(form);
    return answer?.ok ?? false;
  };
  const connect = async () => {
    if (!(await test())) return;
    const name = String(new FormData(form).get("connection-name") ?? "").trim();
    const json = { adapter: a().id, settings: settings(), ...(name ? { name } : {}) };
    const next =
      a().kind === "channel" ? "setting up its webhooks and starting the first sync" : "setting up its webhooks";
    const made = await attempt.run(`Connecting: ${next}…`, () => api.post(kindWords(a().kind).path, { json }));
    if (!made) return focusProblem(form);
    say({ tone: "delivered", text: `${made.name} is connected.` });
    props.onDone(made);
  };
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

/** What a try is doing or came to, said politely. */
export function Outcome(props: { words: string | null; doing: string | null; good: string | null }): JSX.Element {
  return (
    <>
      <div role="status" class="text-sm">
        <Show when={props.doing}>
          {(doing) => (
            <>
              <p class="text-ink-2">{doing()}</p>
              <div class="progress mt-1" aria-hidden="true">
                <i />
              </div>
            </>
          )}
        </Show>
        <Show when={!props.doing && props.good}>
          {(good) => (
            <p class="flex items-center gap-2 text-delivered">
              <Icon name="delivered" /> {good()}
            </p>
          )}
        </Show>
      </div>
      <Show when={!props.doing && props.words}>
        {(words) => (
          <p role="alert" tabindex="-1" class="cn-trouble wb-failed">
            {words()}
          </p>
        )}
      </Show>
    </>
  );
}
