import { A, useSearchParams } from "@solidjs/router";
import type { TemplatesView } from "@waybill/domain/notification/answers";
import type { NotificationPolicy, Trigger } from "@waybill/domain/shipment/notify";
import { For, type JSX, Match, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { TemplateEditor } from "./template-editor.tsx";
import { languageWord, triggers, triggerWhen, triggerWord } from "./words.ts";

/** The messages: which are sent, and in which words. */
export function TemplatesTab(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ trigger?: string; lang?: string }>();
  const view = createView(() => api.get("/api/templates"));
  const policy = createView(() => api.get("/api/settings/notifications"));
  const trigger = (): Trigger => triggers.find((one) => one === search.trigger) ?? "shipped";
  const language = () => {
    const all = view.data();
    return all?.languages.find((one) => one === search.lang) ?? all?.language ?? "en";
  };
  return (
    <div class="ntf-scroll">
      <Switch>
        <Match when={view.data()}>
          {(data) => (
            <div class="ntf-templates">
              <Messages trigger={trigger()} view={data()} policy={policy.data()} onPolicy={policy.set} />
              <Show when={`${trigger()} ${language()}`} keyed>
                <TemplateEditor
                  trigger={trigger()}
                  language={language()}
                  view={data()}
                  onLanguage={(lang) => setSearch({ lang }, { scroll: false })}
                  onSaved={(templates) => view.set((before) => ({ ...before, templates }))}
                />
              </Show>
            </div>
          )}
        </Match>
        <Match when={view.error()}>
          {(error) => <Failure error={error()} what="the messages" onRetry={() => void view.reload()} />}
        </Match>
        <Match when={true}>
          <Loading what="the messages" rows={8} />
        </Match>
      </Switch>
    </div>
  );
}

function Messages(props: {
  trigger: Trigger;
  view: TemplatesView;
  policy: NotificationPolicy | null;
  onPolicy: (change: (before: NotificationPolicy) => NotificationPolicy) => void;
}): JSX.Element {
  const session = useSession();
  const [search] = useSearchParams<{ lang?: string }>();
  const turn = createAction(async (trigger: Trigger) => {
    // Read again first: another person may have changed the other switches meanwhile.
    const now = await api.get("/api/settings/notifications");
    const triggersNow = { ...now.triggers, [trigger]: !props.policy?.triggers[trigger] };
    const saved = await api.put("/api/settings/notifications", { json: { ...now, triggers: triggersNow } });
    props.onPolicy(() => saved);
  });
  const on = (trigger: Trigger) => props.policy?.triggers[trigger] ?? true;
  const own = (trigger: Trigger) => Object.keys(props.view.templates[trigger] ?? {});
  const link = (trigger: Trigger) =>
    `/notifications?tab=templates&trigger=${trigger}${search.lang ? `&lang=${search.lang}` : ""}`;
  return (
    <nav aria-label="Messages">
      <h2 class="h-part mb-1">Customers are told</h2>
      <ul class="divide-y divide-line border-y border-line">
        <For each={triggers}>
          {(trigger) => (
            <li class="flex items-center gap-2">
              <A
                href={link(trigger)}
                class="min-w-0 flex-1 px-2 py-2.5 hover:bg-hover"
                classList={{ "bg-accent-soft": props.trigger === trigger }}
                aria-current={props.trigger === trigger ? "true" : undefined}
                noScroll
              >
                <span class="block font-medium">
                  {triggerWord(trigger)}
                  <Show when={props.policy && !on(trigger)}>
                    <span class="font-normal text-ink-2"> · off</span>
                  </Show>
                </span>
                <span class="block text-sm text-ink-2">{triggerWhen(trigger)}</span>
                <Show when={own(trigger).length > 0}>
                  <span class="block text-sm text-ink-2">Your words: {own(trigger).map(languageWord).join(", ")}</span>
                </Show>
              </A>
              <span class="flex min-h-10 min-w-10 items-center justify-center">
                <button
                  type="button"
                  role="switch"
                  class="ntf-toggle"
                  aria-checked={on(trigger)}
                  aria-label={`Tell customers: ${triggerWord(trigger)}`}
                  title={session.may("admin") ? undefined : "Only an admin can turn messages on and off."}
                  disabled={!props.policy || !session.may("admin") || turn.busy()}
                  onClick={() => void turn.run(trigger)}
                />
              </span>
            </li>
          )}
        </For>
      </ul>
      <p class="mt-2 text-sm text-ink-2">
        Logo, colour and addresses come from{" "}
        <A class="link" href="/settings/branding">
          your branding
        </A>
        .
      </p>
    </nav>
  );
}
