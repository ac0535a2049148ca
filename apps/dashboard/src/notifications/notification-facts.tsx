import { A } from "@solidjs/router";
import type { NotificationDetail } from "@waybill/domain/notification/answers";
import { Time } from "@waybill/ui/time";
import { type JSX, Match, Show, Switch } from "solid-js";
import { Copy } from "../parts/copy.tsx";
import { mailStateLook } from "../parts/mail-look.ts";
import { carrierName } from "../parts/platform-names.ts";
import { causePath, causeText, languageWord, triggerWord } from "./words.ts";

/** To whom, about what and why; who carried it, and what the provider says of it. */
export function NotificationFacts(props: { item: NotificationDetail }): JSX.Element {
  const item = () => props.item;
  return (
    <dl class="ntf-facts">
      <dt>To</dt>
      <dd>
        <Show when={item().customerName}>{(name) => <span class="block font-medium">{name()}</span>}</Show>
        <Copy text={item().recipient} label="the address" />
      </dd>
      <dt>About</dt>
      <dd>{item().test ? `A test of “${triggerWord(item().trigger)}”` : triggerWord(item().trigger)}</dd>
      <dt>Why</dt>
      <dd class="[overflow-wrap:anywhere]">
        <Show when={causePath(item().cause)} fallback={causeText(item().cause)}>
          {(href) => (
            <A class="link" href={href()}>
              {causeText(item().cause)}
            </A>
          )}
        </Show>
      </dd>
      <Show when={item().orderId}>
        {(id) => (
          <>
            <dt>Order</dt>
            <dd>
              <A class="link wb-mono" href={`/orders/${id()}`}>
                {item().orderNumber ?? id()}
              </A>
            </dd>
          </>
        )}
      </Show>
      <Show when={item().parcelNumber}>
        {(number) => (
          <>
            <dt>Parcel</dt>
            <dd>
              {carrierName(item().carrier ?? "")} <span class="wb-mono">{number()}</span>
            </dd>
          </>
        )}
      </Show>
      <Show when={item().locale}>
        {(locale) => (
          <>
            <dt>Language</dt>
            <dd>{languageWord(locale())}</dd>
          </>
        )}
      </Show>
      <dt>Sent by</dt>
      <dd>
        <Switch fallback={item().senderName}>
          <Match when={item().senderName === null}>Nobody yet</Match>
          <Match when={item().sender === "mailbox"}>
            Waybill's own mailbox: kept here, not sent.{" "}
            <A class="link" href="/senders">
              Connect a provider
            </A>
          </Match>
        </Switch>
      </dd>
      <Show when={item().sentAt}>
        {(at) => (
          <>
            <dt>{item().sender === "mailbox" ? "Kept" : "Sent"}</dt>
            <dd>
              <Time at={at()} />
              <Show when={item().attempts > 1}>, after {item().attempts} tries</Show>
            </dd>
          </>
        )}
      </Show>
      <Show when={item().sender !== "mailbox"}>
        <dt>Receipt</dt>
        <dd>
          <Show when={item().receiptAt} fallback={<span class="text-ink-2">None yet</span>}>
            {(at) => (
              <>
                {mailStateLook(item().state).word}, <Time at={at()} />
              </>
            )}
          </Show>
        </dd>
      </Show>
      <Show when={item().providerId}>
        {(id) => (
          <>
            <dt>Provider's id</dt>
            <dd>
              <Copy text={id()} label="the provider's id" />
            </dd>
          </>
        )}
      </Show>
    </dl>
  );
}
