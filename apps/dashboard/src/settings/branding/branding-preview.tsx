import "../branding-preview.css";
import type { BrandingAnswer } from "@waybill/domain/organisation/answers";
import { createSignal, For, type JSX, Show } from "solid-js";
import { accentOr, accentWords, readableOn } from "./accent.ts";

/** The grounds of `.set-screen`. */
const LIGHT_PAGE = "#fbfaf6";
const DARK_PAGE = "#10141b";

/** The head of the tracking page and of a mail as a customer sees them, while the form is filled in. */
export function BrandingPreview(props: { branding: BrandingAnswer }): JSX.Element {
  const [scheme, setScheme] = createSignal<"light" | "dark">("light");
  const accent = () => accentOr(props.branding.accent);
  const look = () => accentWords(accent());
  // Set through the DOM: an accent is data, and the page's policy allows no style sheet made from it.
  const colours = () => ({
    "--own": accent(),
    "--own-ink": look().ink,
    "--own-text": scheme() === "dark" ? readableOn(accent(), DARK_PAGE) : readableOn(accent(), LIGHT_PAGE),
  });
  return (
    <section aria-label="Preview" class="set-preview">
      <div class="mb-3 flex items-center justify-between gap-3">
        <h2 class="h-part">What customers see</h2>
        <div role="radiogroup" aria-label="Scheme of the preview" class="set-seg">
          <For each={["light", "dark"] as const}>
            {(one) => (
              <label classList={{ on: scheme() === one }}>
                <input
                  type="radio"
                  name="scheme"
                  class="wb-sr"
                  checked={scheme() === one}
                  onChange={() => setScheme(one)}
                />
                {one === "light" ? "Light" : "Dark"}
              </label>
            )}
          </For>
        </div>
      </div>
      <div class="set-previews">
        <figure>
          <div class={`set-screen ${scheme()}`} style={colours()} data-preview="page">
            <Masthead branding={props.branding} />
            <p class="small">Your order #1042</p>
            <p class="answer">Arriving Thursday, 26 November</p>
            <p class="small">between 14:00 and 18:00</p>
            <div class="bar">
              <i />
            </div>
            <p>Left the sorting centre in Madrid</p>
            <Contact branding={props.branding} />
          </div>
          <figcaption>Tracking page</figcaption>
        </figure>
        <figure>
          <div class={`set-screen ${scheme()}`} style={colours()} data-preview="mail">
            <Masthead branding={props.branding} />
            <div class="paper">
              <span class="edge" />
              <p class="answer">It is on its way</p>
              <p>Your order #1042 was handed to the carrier.</p>
              <span class="button">Follow your parcel</span>
            </div>
            <Show when={props.branding.footer}>{(footer) => <p class="small">{footer()}</p>}</Show>
          </div>
          <figcaption>Mail</figcaption>
        </figure>
      </div>
    </section>
  );
}

function Masthead(props: { branding: BrandingAnswer }): JSX.Element {
  return (
    <p class="masthead">
      <Show when={props.branding.logo} fallback={props.branding.name || "Your name"}>
        {(logo) => <img src={logo()} alt={props.branding.name} />}
      </Show>
    </p>
  );
}

function Contact(props: { branding: BrandingAnswer }): JSX.Element {
  const links = () =>
    [
      props.branding.supportEmail && "Write to us",
      props.branding.supportUrl && "Help",
      props.branding.returnsUrl && "Returns",
    ].filter((word): word is string => Boolean(word));
  return (
    <p class="links">
      <For each={links()} fallback={<span class="small">No way to reach you yet</span>}>
        {(word) => <span class="own-link">{word}</span>}
      </For>
    </p>
  );
}
