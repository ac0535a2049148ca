import { fill, type WholeLanguage } from "@waybill/domain/languages/page-words";
import type { LookupMistake, LookupTyped, TrackPage } from "@waybill/domain/public/page";
import { For, type JSX, Show } from "solid-js";
import { ParcelLink } from "./static-parcel.tsx";

type Of<K extends TrackPage["kind"]> = Extract<TrackPage, { kind: K }>;

/** "Find your parcel": one form for both ways, no script. */
export function Lookup(props: { page: Of<"lookup">; language: WholeLanguage; query: string }): JSX.Element {
  const words = () => props.language.words.lookup;
  return (
    <>
      <h1>{words().title}</h1>
      <p class="below">{words().intro}</p>
      <LookupForm typed={props.page.typed} mistake={props.page.mistake} language={props.language} query={props.query} />
    </>
  );
}

function LookupForm(props: {
  typed: LookupTyped;
  mistake: LookupMistake | null;
  language: WholeLanguage;
  query: string;
}): JSX.Element {
  const words = () => props.language.words.lookup;
  const { mistake } = props;
  const isWrong = (field: "order" | "email" | "number") =>
    mistake === "empty" ||
    (field === "order" && mistake === "needOrder") ||
    (field === "email" && (mistake === "needEmail" || mistake === "badEmail"));
  const field = (name: "order" | "email" | "number", label: string, more: Record<string, string>) => (
    <>
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        value={props.typed[name]}
        maxlength="254"
        aria-invalid={isWrong(name) ? "true" : undefined}
        aria-describedby={mistake ? "mistake" : undefined}
        {...more}
      />
    </>
  );
  return (
    <>
      <Show when={mistake}>
        <div class="wrong" id="mistake" role="alert">
          <b>{words()[mistake ?? "none"]}</b>
          <Show when={mistake === "none"}>
            <p>{words().noneHelp}</p>
          </Show>
        </div>
      </Show>
      <form method="post" action={`/track${props.query}`} novalidate>
        <fieldset>
          <legend>{words().byOrder}</legend>
          {field("order", words().orderNumber, { autocomplete: "off", autocapitalize: "characters", class: "mono" })}
          {field("email", words().email, { type: "email", autocomplete: "email" })}
        </fieldset>
        <p class="or">
          <span>{words().or}</span>
        </p>
        <fieldset>
          <legend>{words().byNumber}</legend>
          {field("number", props.language.words.trackingNumber, {
            autocomplete: "off",
            autocapitalize: "characters",
            class: "mono",
          })}
        </fieldset>
        <button type="submit" class="main">
          {words().find}
        </button>
      </form>
    </>
  );
}

/** The order came in several parcels: each with its own page. */
export function Several(props: { page: Of<"several">; language: WholeLanguage; query: string }): JSX.Element {
  const { words } = props.language;
  return (
    <>
      <Show when={props.page.orderNumber}>
        {(number) => <p class="quiet mono">{fill(words.order, { number: number() })}</p>}
      </Show>
      <h1>{words.lookup.several}</h1>
      <ul class="rows">
        <For each={props.page.links}>
          {(link) => <ParcelLink link={link} language={props.language} query={props.query} />}
        </For>
      </ul>
      <p>
        <a href={`/track${props.query}`}>{words.lookup.again}</a>
      </p>
    </>
  );
}

/** Which of the table's words an order without a parcel is told in. */
export const wordOf = (page: Of<"preparing">) => (page.cancelled ? "cancelled" : (page.sent ?? "preparing"));

/** The order is known, and no parcel of it can be followed: said in place, since there is none to have an address. */
export function Preparing(props: { page: Of<"preparing">; language: WholeLanguage; query: string }): JSX.Element {
  const words = () => props.language.words.lookup;
  const values = () => ({ seller: props.page.seller, number: props.page.orderNumber });
  return (
    <>
      <h1>{words()[wordOf(props.page)]}</h1>
      <p class="below">{fill(words()[`${wordOf(props.page)}Text`], values())}</p>
      <p>
        <a href={`/track${props.query}`}>{words().again}</a>
      </p>
    </>
  );
}

/** What was asked could not be done: why, and the way on. */
export function Trouble(props: { why: Of<"trouble">["why"]; language: WholeLanguage; query: string }): JSX.Element {
  const { trouble, dead } = props.language.words;
  return (
    <>
      <h1>{trouble[props.why]}</h1>
      <p class="below">{trouble[`${props.why}Text`]}</p>
      <p>
        <a href={`/track${props.query}`}>{dead.find}</a>
      </p>
    </>
  );
}

/** No parcel behind the link: the same page whether it never was, has ended or was taken back. */
export function Dead(props: { language: WholeLanguage; query: string }): JSX.Element {
  const words = () => props.language.words.dead;
  return (
    <>
      <h1>{words().title}</h1>
      <p class="below">{words().text}</p>
      <p>
        <a class="main" href={`/track${props.query}`}>
          {words().find}
        </a>
      </p>
    </>
  );
}
