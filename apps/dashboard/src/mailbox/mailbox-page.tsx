import { A, useParams } from "@solidjs/router";
import { Icon } from "@waybill/ui/icon";
import { Time } from "@waybill/ui/time";
import { createEffect, createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { request } from "../api/client.ts";
import type { Mail, MailSummary } from "../api/types.ts";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { frameData } from "../state/frame-data.ts";
import { useLive } from "../state/live.tsx";
import { createPaged } from "../state/paged.ts";
import { calmly, createView } from "../state/view.ts";

/** The mails customers got, kept by the embedded sender: read them exactly as they did. */
export function MailboxPage(): JSX.Element {
  const params = useParams<{ id?: string }>();
  const list = createPaged<MailSummary, string>(
    "/api/mailbox",
    () => ({}),
    (mail) => mail.id,
  );
  const again = calmly(() => void list.refresh(), 600);
  useLive().onFrame((frame) => {
    if (frameData(frame, "notification.changed")) again();
  });
  createEffect(() => {
    if (!params.id) document.title = "Mailbox · Waybill";
  });
  return (
    <div class="md:grid md:h-[calc(100dvh-48px)] md:grid-cols-[minmax(280px,380px)_1fr]">
      <section
        class="border-line md:overflow-y-auto md:border-r"
        classList={{ "hidden md:block": Boolean(params.id) }}
        aria-label="Mails"
      >
        <div class="sticky top-12 z-10 border-b border-line bg-paper px-4 py-3 md:top-0">
          <h1 class="h-page">Mailbox</h1>
          <p class="mt-0.5 text-sm text-ink-2">What your customers were written, kept here instead of being sent.</p>
        </div>
        <Switch>
          <Match when={!list.loaded() && list.error()}>
            {(error) => <Failure error={error()} what="the mailbox" onRetry={() => void list.reload()} />}
          </Match>
          <Match when={!list.loaded()}>
            <Loading what="the mailbox" />
          </Match>
          <Match when={list.items().length === 0}>
            <Empty icon="mail" title="No mail yet">
              <p>
                As soon as a parcel is shipped, comes near, arrives or has a problem, the customer is written to, and
                the mail appears here. With a mail provider connected, mails leave the house instead.
              </p>
              <a class="btn mt-4" href="/">
                Watch the orders
              </a>
            </Empty>
          </Match>
          <Match when={list.items().length > 0}>
            <ul>
              <For each={list.items()}>
                {(mail) => (
                  <li class="border-b border-line">
                    <A
                      href={`/mailbox/${mail.id}`}
                      class="block px-4 py-2.5 hover:bg-hover"
                      classList={{ "bg-accent-soft": params.id === mail.id }}
                      aria-current={params.id === mail.id ? "true" : undefined}
                    >
                      <span class="flex justify-between gap-3">
                        <span class="min-w-0 truncate text-sm text-ink-2">to {mail.to}</span>
                        <span class="shrink-0 text-sm text-ink-2">
                          <Time at={mail.at} />
                        </span>
                      </span>
                      <span class="block truncate font-medium">{mail.subject}</span>
                      <span class="block truncate text-sm text-ink-2">{mail.snippet}</span>
                    </A>
                  </li>
                )}
              </For>
            </ul>
            <Show when={list.next() !== null}>
              <button type="button" class="btn m-4" onClick={() => void list.more()}>
                Show older
              </button>
            </Show>
          </Match>
        </Switch>
      </section>
      <section class="min-w-0 md:h-full" aria-label="The opened mail" classList={{ "hidden md:block": !params.id }}>
        <Show
          when={params.id}
          keyed
          fallback={
            <Empty icon="mail" title="Choose a mail">
              You see it exactly as your customer did.
            </Empty>
          }
        >
          {(id) => <OneMail id={id} />}
        </Show>
      </section>
    </div>
  );
}

function OneMail(props: { id: string }): JSX.Element {
  const view = createView(() => request<Mail>("GET", `/api/mailbox/${encodeURIComponent(props.id)}`));
  const [plain, setPlain] = createSignal(false);
  createEffect(() => {
    document.title = `${view.data()?.subject ?? "Mail"} · Waybill`;
  });
  return (
    <Switch>
      <Match when={view.data()}>
        {(mail) => (
          <div class="flex h-[calc(100dvh-96px)] flex-col md:h-full">
            <header class="border-b border-line px-4 py-3 sm:px-5">
              <A
                href="/mailbox"
                class="mb-2 inline-flex max-md:min-h-10 items-center gap-1 text-sm text-ink-2 md:hidden"
              >
                <Icon name="left" /> Mailbox
              </A>
              <div class="flex flex-wrap items-start gap-3">
                <h2 class="min-w-0 flex-1 text-lg font-semibold">{mail().subject}</h2>
                <fieldset class="flex" aria-label="Shown as">
                  <button
                    type="button"
                    class="btn btn-small rounded-r-none aria-pressed:bg-hover"
                    aria-pressed={!plain()}
                    onClick={() => setPlain(false)}
                  >
                    As seen
                  </button>
                  <button
                    type="button"
                    class="btn btn-small rounded-l-none border-l-0 aria-pressed:bg-hover"
                    aria-pressed={plain()}
                    onClick={() => setPlain(true)}
                  >
                    Text
                  </button>
                </fieldset>
              </div>
              <p class="mt-1 text-sm text-ink-2">
                from {mail().from} to {mail().to} · <Time at={mail().at} />
              </p>
            </header>
            <Show
              when={plain()}
              fallback={
                <iframe
                  class="w-full flex-1 bg-[white]"
                  title={`The mail: ${mail().subject}`}
                  sandbox="allow-popups allow-popups-to-escape-sandbox"
                  src={`/api/mailbox/${encodeURIComponent(mail().id)}/html`}
                />
              }
            >
              <pre class="flex-1 overflow-auto px-5 py-4 font-mono text-sm whitespace-pre-wrap">{mail().text}</pre>
            </Show>
          </div>
        )}
      </Match>
      <Match when={view.error()}>
        {(error) => <Failure error={error()} what="this mail" onRetry={() => void view.reload()} />}
      </Match>
      <Match when={view.loading()}>
        <Loading what="the mail" />
      </Match>
    </Switch>
  );
}
