import { type Locale, locales } from "@waybill/domain/languages/messages";
import { messages } from "@waybill/domain/languages/messages-all";
import type { WholeLanguage } from "@waybill/domain/languages/page-words";
import { pageLanguages } from "@waybill/domain/languages/page-words-all";
import { accentColours } from "@waybill/domain/public/accent";
import type { RenderedPage, TrackPage, TrackPageInput } from "@waybill/domain/public/page";
import type { JSX } from "solid-js";
import { NoHydration, renderToString } from "solid-js/web";
import { answerOf } from "./answer.ts";
import { documentOf, safeJson, text } from "./document.ts";
import { Dead, Lookup, Preparing, Several, Trouble, wordOf } from "./find-pages.tsx";
import { type LiveInput, LiveParcel } from "./live-parcel.tsx";
import { ParcelByNumber } from "./parcel-by-number.tsx";
import { Head, StaticParcel } from "./static-parcel.tsx";

/** Written into the bundle by vite.config.ts. */
declare const __TRACK_ASSETS__: { script: string; css: string; styleHash: string; languages: Record<string, string[]> };

/** Markup that no script takes over. */
const still = (view: () => JSX.Element) => renderToString(() => <NoHydration>{view()}</NoHydration>);

function titleOf(input: TrackPageInput, language: WholeLanguage): string {
  const { page, now } = input;
  const { lookup, dead, trouble } = language.words;
  if (page.kind === "parcel" || page.kind === "glance") {
    const { headline } = answerOf(page.view, language, { now, reader: null });
    return `${headline} · ${page.kind === "parcel" ? page.view.seller : page.view.carrierName}`;
  }
  if (page.kind === "dead") return dead.title;
  if (page.kind === "trouble") return trouble[page.why];
  if (page.kind === "several") return lookup.several;
  if (page.kind === "preparing") return lookup[wordOf(page)];
  return lookup.title;
}

function otherPage(
  page: Exclude<TrackPage, { kind: "parcel" }>,
  input: { language: WholeLanguage; query: string; now: number },
): string {
  const { language, query, now } = input;
  switch (page.kind) {
    case "lookup":
      return still(() => <Lookup page={page} language={language} query={query} />);
    case "several":
      return still(() => <Several page={page} language={language} query={query} />);
    case "preparing":
      return still(() => <Preparing page={page} language={language} query={query} />);
    case "glance":
      return still(() => <ParcelByNumber page={page} language={language} query={query} now={now} />);
    case "trouble":
      return still(() => <Trouble why={page.why} language={language} query={query} />);
    case "dead":
      return still(() => <Dead language={language} query={query} />);
  }
}

/** The live part and what it is taken over from, between what only the server draws. */
function parcelPage(
  page: Extract<TrackPage, { kind: "parcel" }>,
  of: { input: TrackPageInput; language: WholeLanguage; query: string },
): string {
  const { input, language, query } = of;
  const { token, view, notice } = page;
  const live: LiveInput = { token, view, now: input.now };
  const body = renderToString(() => <LiveParcel input={live} language={language} />);
  const rest = still(() => (
    <StaticParcel token={token} view={view} notice={notice} language={language} query={query} />
  ));
  // The browser draws none of what is left out here, so it need not travel twice.
  const moving = { ...view, items: [], parcels: [], notify: null };
  const state = safeJson({ token, view: moving, now: input.now, locale: input.locale });
  const head = still(() => <Head view={view} language={language} />);
  return `${head}<div id="live">${body}</div>${rest}<script type="application/json" id="state">${state}</script>`;
}

/** The languages as links: no script, no cookie; the choice travels in the address. */
function foot(input: TrackPageInput, language: WholeLanguage): string {
  const { page, locale } = input;
  const kept = page.kind === "glance" ? `number=${encodeURIComponent(page.number)}&` : "";
  const link = (other: Locale) =>
    other === locale
      ? `<li aria-current="true">${text(pageLanguages[other].words.name)}</li>`
      : `<li><a href="${text(`?${kept}lang=${other}`)}" hreflang="${other}" lang="${other}">${text(pageLanguages[other].words.name)}</a></li>`;
  const find =
    page.kind === "parcel" || page.kind === "glance"
      ? `<p><a href="/track?lang=${locale}">${text(language.words.lookup.again)}</a></p>`
      : "";
  return `<footer>${find}<nav aria-label="${text(language.words.language)}"><ul>${locales.map(link).join("")}</ul></nav></footer>`;
}

const troubles = { tooMany: 429, refused: 403, broken: 500 };

/** A seller without a name is called by the language's own word for one. */
function named(page: TrackPage, locale: Locale): TrackPage {
  const word = messages(locale).email.unknownSeller;
  const name = word.slice(0, 1).toLocaleUpperCase(locale) + word.slice(1);
  if (page.kind === "preparing" && !page.seller) return { ...page, seller: name };
  if (page.kind === "parcel" && !page.view.seller) return { ...page, view: { ...page.view, seller: name } };
  return page;
}

/**
 * A public page as a whole document, by the words of one language. Everything from outside is escaped by Solid, or by `text`
 * and `safeJson` here.
 *
 * @example renderPage({ page: { kind: "dead" }, locale: "en", chosen: false, now }).status // 404
 */
export function renderPage(given: TrackPageInput): RenderedPage {
  const input = { ...given, page: named(given.page, given.locale) };
  const { page, locale } = input;
  const language = pageLanguages[locale];
  const query = input.chosen ? `?lang=${locale}` : "";
  const isParcel = page.kind === "parcel";
  const main = isParcel
    ? parcelPage(page, { input, language, query })
    : otherPage(page, { language, query, now: input.now });
  const html = documentOf({
    locale,
    title: titleOf(input, language),
    main,
    foot: foot(input, language),
    css: __TRACK_ASSETS__.css,
    script: isParcel ? __TRACK_ASSETS__.script : null,
    preload: isParcel ? (__TRACK_ASSETS__.languages[locale] ?? []) : [],
    accent: isParcel ? accentColours(page.view.brand.accent) : null,
  });
  const mistaken = (page.kind === "lookup" || page.kind === "glance") && page.mistake !== null;
  const refused = isParcel && page.notice?.kind === "report_refused";
  const busy = mistaken && page.mistake === "tooMany";
  if (page.kind === "trouble") return { html, status: troubles[page.why], styleHash: __TRACK_ASSETS__.styleHash };
  const status = page.kind === "dead" ? 404 : busy ? 429 : mistaken || refused ? 422 : 200;
  return { html, status, styleHash: __TRACK_ASSETS__.styleHash };
}
