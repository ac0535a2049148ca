import { fill, type WholeLanguage } from "@waybill/domain/languages/page-words";
import { problemKinds } from "@waybill/domain/problem-report/kinds";
import type { ParcelNotice } from "@waybill/domain/public/page";
import type { PublicShipment } from "@waybill/domain/public/view";
import { For, type JSX, Show } from "solid-js";

/** "Something is wrong": reaches the seller beside the order. Says what happens next once it has arrived. */
export function ReportForm(props: {
  view: PublicShipment;
  token: string;
  language: WholeLanguage;
  notice: ParcelNotice | null;
  query: string;
}): JSX.Element {
  const words = () => props.language.words.report;
  const seller = () => props.view.seller;
  const refused = () => (props.notice?.kind === "report_refused" ? props.notice : null);
  const isSent = () => props.notice?.kind === "reported";
  const wrong = (...whys: string[]) => {
    const now = refused();
    return now && whys.includes(now.why) ? now.why : null;
  };
  return (
    <details class="card" id="report" open={isSent() || refused() !== null}>
      <summary>{words().title}</summary>
      <Show
        when={!isSent()}
        fallback={
          <div class="said" role="status">
            <b>{fill(words().sent, { seller: seller() })}</b>
            <p>{words().sentNext}</p>
          </div>
        }
      >
        <p>{fill(words().intro, { seller: seller() })}</p>
        <Show when={wrong("tooMany")}>
          <p class="wrong" role="alert">
            {fill(words().tooMany, { seller: seller() })}
          </p>
        </Show>
        <form method="post" action={`/track/${props.token}/report${props.query}`}>
          <label for="kind">{words().kind}</label>
          <select id="kind" name="kind">
            <For each={problemKinds}>
              {(kind) => (
                <option value={kind} selected={refused()?.typed.kind === kind}>
                  {words().kinds[kind]}
                </option>
              )}
            </For>
          </select>
          <label for="message">{words().message}</label>
          <textarea
            id="message"
            name="message"
            rows="4"
            required
            maxlength="2000"
            aria-describedby={wrong("tooShort", "tooLong") ? "message-wrong" : "message-hint"}
            aria-invalid={wrong("tooShort", "tooLong") ? "true" : undefined}
          >
            {refused()?.typed.message ?? ""}
          </textarea>
          <Show
            when={wrong("tooShort", "tooLong")}
            fallback={
              <p class="quiet small" id="message-hint">
                {words().hint}
              </p>
            }
          >
            {(why) => (
              <p class="wrong" id="message-wrong" role="alert">
                {why() === "tooShort" ? words().tooShort : words().tooLong}
              </p>
            )}
          </Show>
          <label for="contact">{words().contact}</label>
          <input
            id="contact"
            name="contact"
            type="email"
            autocomplete="email"
            maxlength="254"
            value={refused()?.typed.contact ?? ""}
            aria-describedby={wrong("badContact") ? "contact-wrong" : "contact-hint"}
            aria-invalid={wrong("badContact") ? "true" : undefined}
          />
          <Show
            when={wrong("badContact")}
            fallback={
              <p class="quiet small" id="contact-hint">
                {words().contactHint}
              </p>
            }
          >
            <p class="wrong" id="contact-wrong" role="alert">
              {words().badContact}
            </p>
          </Show>
          <button type="submit" class="main" data-sending={props.language.words.report.sending}>
            {fill(words().send, { seller: seller() })}
          </button>
          <span role="status" class="quiet small" />
        </form>
      </Show>
    </details>
  );
}
