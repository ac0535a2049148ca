import type { WholeLanguage } from "@waybill/domain/languages/page-words";
import type { TrackPage } from "@waybill/domain/public/page";
import { type JSX, Show } from "solid-js";
import { LiveParcel } from "./live-parcel.tsx";

/** By tracking number alone: how it stands, and the one question that leads to the whole page. No script, no link's token. */
export function ParcelByNumber(props: {
  page: Extract<TrackPage, { kind: "glance" }>;
  language: WholeLanguage;
  query: string;
  now: number;
}): JSX.Element {
  const { page } = props;
  const words = () => props.language.words.glance;
  return (
    <>
      <LiveParcel input={{ token: null, view: page.view, now: props.now }} language={props.language} />
      <section class="card ask" aria-labelledby="ask">
        <h2 id="ask">{words().title}</h2>
        <p>{words().text}</p>
        <form method="post" action={`/track${props.query}`}>
          <input type="hidden" name="number" value={page.number} />
          <label for="proof">{words().proof}</label>
          <input
            id="proof"
            name="proof"
            autocomplete="email"
            autocapitalize="none"
            required
            maxlength="254"
            aria-invalid={page.mistake ? "true" : undefined}
            aria-describedby={page.mistake ? "proof-wrong" : "proof-hint"}
          />
          <Show
            when={page.mistake}
            fallback={
              <p class="quiet small" id="proof-hint">
                {words().hint}
              </p>
            }
          >
            {(why) => (
              <p class="wrong" id="proof-wrong" role="alert">
                {words()[why()]}
              </p>
            )}
          </Show>
          <button type="submit" class="main">
            {words().show}
          </button>
        </form>
      </section>
    </>
  );
}
