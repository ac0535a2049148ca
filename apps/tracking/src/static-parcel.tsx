import { sharedGoods } from "@waybill/domain/languages/messages";
import { counted, fill, statusText, type WholeLanguage } from "@waybill/domain/languages/page-words";
import type { FoundLink, ParcelNotice } from "@waybill/domain/public/page";
import type { PublicShipment } from "@waybill/domain/public/view";
import { Icon } from "@waybill/ui/icon";
import { shipmentLook } from "@waybill/ui/status-groups";
import { For, type JSX, Show } from "solid-js";
import { NotifyForm } from "./notify-form.tsx";
import { ReportForm } from "./report-form.tsx";

type Props = { view: PublicShipment; language: WholeLanguage };

/** Whose parcel this is. */
export function Head(props: Props): JSX.Element {
  return (
    <header class="head">
      <Show when={props.view.brand.logoUrl} fallback={<b>{props.view.seller}</b>}>
        {(src) => <img src={src()} alt={props.view.seller} height="40" />}
      </Show>
      <Show when={props.view.orderNumber}>
        {(number) => <span class="quiet mono">{fill(props.language.words.order, { number: number() })}</span>}
      </Show>
    </header>
  );
}

/** A parcel as one line: how it stands, its number, the way to its page. */
export function ParcelLink(props: { link: FoundLink; language: WholeLanguage; query: string }): JSX.Element {
  const look = shipmentLook(props.link.status, props.link.reason);
  const word = () => statusText(props.language, { ...props.link, carrier: props.link.carrierName }).customer;
  return (
    <li>
      <a class="parcel" href={`/track/${props.link.token}${props.query}`}>
        <span class={`mark s-${look.group}`}>
          <Icon name={look.group} />
        </span>
        <span class="grow">
          {word()}
          <small>
            {props.link.carrierName} <span class="mono">{props.link.number}</span>
          </small>
        </span>
        <span class="go" aria-hidden="true">
          →
        </span>
      </a>
    </li>
  );
}

/** What does not move while one looks: drawn by the server only, forms that need no script among it. */
export function StaticParcel(
  props: Props & { token: string; notice: ParcelNotice | null; query: string },
): JSX.Element {
  const { view } = props;
  const { words, locale } = props.language;
  const { supportEmail, supportUrl, returnsUrl } = view.brand;
  const subject = encodeURIComponent(`${view.orderNumber ?? view.number}`);
  return (
    <>
      <Show when={view.items.length > 0}>
        <h2>{sharedGoods(props.language.table, view.itemsIn) ?? words.items}</h2>
        <ul class="rows">
          <For each={view.items}>
            {(item) => (
              <li>
                <span class="grow">
                  {item.title}
                  <Show when={item.variant}>
                    <span class="quiet"> · {item.variant}</span>
                  </Show>
                </span>
                <span class="quiet num">
                  <span aria-hidden="true">× {new Intl.NumberFormat(locale).format(item.quantity)}</span>
                  <span class="sr">{counted(words.quantity, item.quantity, locale)}</span>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={view.parcels.length > 0}>
        <h2>{words.others}</h2>
        <ul class="rows">
          <For each={view.parcels}>
            {(link) => <ParcelLink link={link} language={props.language} query={props.query} />}
          </For>
        </ul>
      </Show>
      <h2>{words.help.title}</h2>
      <Show when={supportEmail || supportUrl || returnsUrl}>
        <ul class="links">
          <Show when={supportEmail}>
            <li>
              <a href={`mailto:${supportEmail}?subject=${subject}`}>
                {fill(words.help.writeTo, { seller: view.seller })}
              </a>
            </li>
          </Show>
          <Show when={supportUrl}>
            <li>
              <a href={supportUrl ?? ""} rel="noreferrer noopener">
                {words.help.helpPage}
              </a>
            </li>
          </Show>
          <Show when={returnsUrl}>
            <li>
              <a href={returnsUrl ?? ""} rel="noreferrer noopener">
                {words.help.returns}
              </a>
            </li>
          </Show>
        </ul>
      </Show>
      <ReportForm {...props} />
      <Show when={view.notify}>
        {(notify) => (
          <NotifyForm
            notify={notify()}
            language={props.language}
            saved={props.notice?.kind === "saved"}
            action={`/track/${props.token}/notify${props.query}`}
          />
        )}
      </Show>
    </>
  );
}
