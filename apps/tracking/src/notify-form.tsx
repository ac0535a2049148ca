import { fill, type WholeLanguage } from "@waybill/domain/languages/page-words";
import type { PublicNotify } from "@waybill/domain/public/view";
import { triggers } from "@waybill/domain/shipment/notify";
import { For, type JSX, Show } from "solid-js";

/** What the recipient is told of this parcel: a plain form. */
export function NotifyForm(props: {
  notify: PublicNotify;
  language: WholeLanguage;
  saved: boolean;
  action: string;
}): JSX.Element {
  const words = () => props.language.words.notify;
  const box = (name: string, label: string, checked: boolean) => (
    <label class="check">
      <input type="checkbox" name={name} value="1" checked={checked} />
      <span>{label}</span>
    </label>
  );
  const sent = () => triggers.filter((trigger) => props.notify.triggers[trigger] !== undefined);
  return (
    <details class="card" id="messages" open={props.saved}>
      <summary>{words().title}</summary>
      <Show when={props.saved}>
        <p class="said" role="status">
          {words().saved}
        </p>
      </Show>
      <p>{fill(words().about, { address: props.notify.address })}</p>
      <form method="post" action={props.action}>
        <input type="hidden" name="sent" value={sent().join(" ")} />
        <fieldset>
          <legend class="sr">{words().title}</legend>
          <For each={sent()}>
            {(trigger) => box(trigger, words().triggers[trigger], props.notify.triggers[trigger] === true)}
          </For>
        </fieldset>
        <fieldset>
          <legend class="sr">{words().muteParcel}</legend>
          {box("muted", words().muteParcel, props.notify.muted)}
          <Show when={props.notify.orderMuted !== null}>
            <input type="hidden" name="order" value="1" />
            {box("orderMuted", words().muteOrder, props.notify.orderMuted === true)}
          </Show>
        </fieldset>
        <p class="quiet small">{words().note}</p>
        <button type="submit" class="main" data-sending={props.language.words.report.sending}>
          {words().save}
        </button>
        <span role="status" class="quiet small" />
      </form>
    </details>
  );
}
