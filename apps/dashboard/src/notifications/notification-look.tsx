import type { NotificationDetail } from "@waybill/domain/notification/answers";
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { urlOf } from "../api/api.ts";
import { PhoneFrame, pageIsDark, SchemeSwitch } from "./phone-frame.tsx";

const shapes = ["phone", "text", "headers"] as const;
const shapeWords = { phone: "On a phone", text: "Text", headers: "Headers" };

/** The mail as it goes out: on a phone, as text, and its headers. */
export function NotificationLook(props: { item: NotificationDetail }): JSX.Element {
  const [shape, setShape] = createSignal<(typeof shapes)[number]>("phone");
  const [dark, setDark] = createSignal(pageIsDark());
  return (
    <Show
      when={props.item.preview}
      fallback={<p class="text-ink-2">This version of Waybill cannot read what this message is made from.</p>}
    >
      {(preview) => (
        <>
          <div class="mb-2 flex flex-wrap justify-between gap-1">
            <fieldset class="ntf-switch">
              <legend class="wb-sr">Shown as</legend>
              <For each={shapes}>
                {(one) => (
                  <button type="button" aria-pressed={shape() === one} onClick={() => setShape(one)}>
                    {shapeWords[one]}
                  </button>
                )}
              </For>
            </fieldset>
            <Show when={shape() === "phone"}>
              <SchemeSwitch dark={dark()} onDark={setDark} />
            </Show>
          </div>
          <Switch>
            <Match when={shape() === "phone"}>
              <PhoneFrame
                dark={dark()}
                src={urlOf("/api/notifications/:id/html", { param: { id: props.item.id } })}
                title={`The mail: ${preview().subject}`}
                subject={preview().subject}
                from={preview().from}
              />
            </Match>
            <Match when={shape() === "text"}>
              <section class="ntf-plain" aria-label="The text part" tabindex="0">
                {preview().text}
              </section>
            </Match>
            <Match when={shape() === "headers"}>
              <section class="ntf-plain" aria-label="The headers" tabindex="0">
                <For
                  each={Object.entries({
                    From: preview().from,
                    To: props.item.recipient,
                    Subject: preview().subject,
                    ...preview().headers,
                  })}
                >
                  {([name, value]) => (
                    <p class="mb-2">
                      <span class="block text-ink-2">{name}</span>
                      {value}
                    </p>
                  )}
                </For>
              </section>
            </Match>
          </Switch>
        </>
      )}
    </Show>
  );
}
