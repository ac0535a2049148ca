import { german } from "./de/messages.ts";
import { pageGerman } from "./de/page.ts";
import { english } from "./en/messages.ts";
import { pageEnglish } from "./en/page.ts";
import { spanish } from "./es/messages.ts";
import { pageSpanish } from "./es/page.ts";
import { french } from "./fr/messages.ts";
import { pageFrench } from "./fr/page.ts";
import { hindi } from "./hi/messages.ts";
import { pageHindi } from "./hi/page.ts";
import type { Locale } from "./messages.ts";
import type { PageLanguage } from "./page-words.ts";
import { portuguese } from "./pt/messages.ts";
import { pagePortuguese } from "./pt/page.ts";

/** Every language at once, for the server. The browser uses `page-words-load.ts`. */
export const pageLanguages: Record<Locale, PageLanguage> = {
  en: { locale: "en", table: english, words: pageEnglish },
  de: { locale: "de", table: german, words: pageGerman },
  fr: { locale: "fr", table: french, words: pageFrench },
  es: { locale: "es", table: spanish, words: pageSpanish },
  pt: { locale: "pt", table: portuguese, words: pagePortuguese },
  hi: { locale: "hi", table: hindi, words: pageHindi },
};
