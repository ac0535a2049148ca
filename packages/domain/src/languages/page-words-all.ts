import { german } from "./de/messages.ts";
import { pageGerman } from "./de/page.ts";
import { stillGerman } from "./de/still.ts";
import { english } from "./en/messages.ts";
import { pageEnglish } from "./en/page.ts";
import { stillEnglish } from "./en/still.ts";
import { spanish } from "./es/messages.ts";
import { pageSpanish } from "./es/page.ts";
import { stillSpanish } from "./es/still.ts";
import { french } from "./fr/messages.ts";
import { pageFrench } from "./fr/page.ts";
import { stillFrench } from "./fr/still.ts";
import { hindi } from "./hi/messages.ts";
import { pageHindi } from "./hi/page.ts";
import { stillHindi } from "./hi/still.ts";
import type { Locale } from "./messages.ts";
import type { WholeLanguage } from "./page-words.ts";
import { portuguese } from "./pt/messages.ts";
import { pagePortuguese } from "./pt/page.ts";
import { stillPortuguese } from "./pt/still.ts";

/** Every language at once, for the server. The browser uses `page-words-load.ts`. */
export const pageLanguages: Record<Locale, WholeLanguage> = {
  en: { locale: "en", table: english, words: { ...pageEnglish, ...stillEnglish } },
  de: { locale: "de", table: german, words: { ...pageGerman, ...stillGerman } },
  fr: { locale: "fr", table: french, words: { ...pageFrench, ...stillFrench } },
  es: { locale: "es", table: spanish, words: { ...pageSpanish, ...stillSpanish } },
  pt: { locale: "pt", table: portuguese, words: { ...pagePortuguese, ...stillPortuguese } },
  hi: { locale: "hi", table: hindi, words: { ...pageHindi, ...stillHindi } },
};
