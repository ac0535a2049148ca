import type { Locale } from "./messages.ts";
import { german } from "./messages-de.ts";
import { english } from "./messages-en.ts";
import { spanish } from "./messages-es.ts";
import { french } from "./messages-fr.ts";
import { hindi } from "./messages-hi.ts";
import { portuguese } from "./messages-pt.ts";
import type { PageLanguage } from "./page-words.ts";
import { pageGerman } from "./page-words-de.ts";
import { pageEnglish } from "./page-words-en.ts";
import { pageSpanish } from "./page-words-es.ts";
import { pageFrench } from "./page-words-fr.ts";
import { pageHindi } from "./page-words-hi.ts";
import { pagePortuguese } from "./page-words-pt.ts";

/** Every language at once, for the server. The browser uses `page-words-load.ts`. */
export const pageLanguages: Record<Locale, PageLanguage> = {
  en: { locale: "en", table: english, words: pageEnglish },
  de: { locale: "de", table: german, words: pageGerman },
  fr: { locale: "fr", table: french, words: pageFrench },
  es: { locale: "es", table: spanish, words: pageSpanish },
  pt: { locale: "pt", table: portuguese, words: pagePortuguese },
  hi: { locale: "hi", table: hindi, words: pageHindi },
};
