import "./style.css";
import type { Locale } from "@waybill/domain/languages/messages";
import { loadPageLanguage } from "@waybill/domain/languages/page-words-load";
import { hydrate } from "solid-js/web";
import { holdForms } from "./forms.ts";
import { type LiveInput, LiveParcel } from "./live-parcel.tsx";

/** What Solid's hydration script makes inline; our policy allows no inline script, and no event comes before this file. */
const hydration = { events: [], completed: new WeakSet(), r: {}, fe: () => undefined };
Object.assign(globalThis, { _$HY: hydration });

async function start(): Promise<void> {
  const root = document.getElementById("live");
  const state = document.getElementById("state")?.textContent;
  if (!root || !state) return;
  const { locale, ...input } = JSON.parse(state) as LiveInput & { locale: Locale };
  const language = await loadPageLanguage[locale]();
  holdForms(language.words.live.offline);
  hydrate(() => <LiveParcel input={input} language={language} />, root);
}

void start();
