import { whichParcel } from "@waybill/domain/languages/messages";
import { withNames } from "@waybill/domain/languages/names";
import { fill, type PageLanguage } from "@waybill/domain/languages/page-words";
import type { PublicShipment } from "@waybill/domain/public/view";
import { For, type JSX, Show } from "solid-js";
import { arrivedWords } from "./answer.ts";

type Props = { view: PublicShipment; language: PageLanguage };

/** The address that the reader is asked to check, as a label has it. */
export function AddressAsked(props: Props): JSX.Element {
  return (
    <Show when={props.view.address.length > 0}>
      <div class="told" data-address>
        <b>{props.language.table.address}</b>
        <address>
          <For each={props.view.address}>{(line) => <div>{line}</div>}</For>
        </address>
      </div>
    </Show>
  );
}

/** The way from a number that was replaced to the one that counts. */
export function SuccessorLink(props: Props): JSX.Element {
  return (
    <Show when={props.view.replaced?.token}>
      {(token) => (
        <p class="told">
          <a href={`/track/${token()}`}>{props.language.words.replaced.link}</a>
        </p>
      )}
    </Show>
  );
}

/** Delivered, but not there. */
export function NotFound(props: Props): JSX.Element {
  const missing = () => props.language.words.missing;
  return (
    <Show when={props.view.status === "delivered"}>
      <details class="plain">
        <summary>{missing().title}</summary>
        <p class="told">{fill(missing().text, { seller: props.view.seller })}</p>
      </details>
    </Show>
  );
}

/** Which parcel it is: one of how many, whose, its number, and where its carrier shows it. */
export function ParcelLabel(props: Props): JSX.Element {
  const words = () => props.language.words;
  const carrier = () => props.view.carrierName;
  return (
    <p class="label">
      <Show when={props.view.together}>
        {(together) => <span class="which">{whichParcel(props.language.table, together())}</span>}
      </Show>
      <Show when={carrier()} fallback={<span class="sr">{words().trackingNumber}</span>}>
        <span class="quiet">
          {carrier()} <span class="sr">{words().trackingNumber}</span>
        </span>
      </Show>
      <span class="mono">{props.view.number}</span>
      <Show when={props.view.carrierUrl}>
        {(url) => (
          <a href={url()} rel="noreferrer noopener">
            {withNames(props.language.table.names, words().carrierPage, { carrier: carrier() })}
          </a>
        )}
      </Show>
    </p>
  );
}

/** How many of the order's parcels have arrived, where the headline does not say so. */
export function ArrivedLine(props: Props): JSX.Element {
  return <Show when={arrivedWords(props.view, props.language)}>{(text) => <p class="told">{text()}</p>}</Show>;
}
