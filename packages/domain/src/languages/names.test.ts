import { describe, expect, test } from "bun:test";
import { shipmentStatuses } from "../status.ts";
import { locales, statusSentence } from "./messages.ts";
import { messages } from "./messages-all.ts";
import { withNames } from "./names.ts";
import { pageLanguages } from "./page-words-all.ts";

const said = (locale: (typeof locales)[number], text: string, values: Record<string, string>) =>
  withNames(messages(locale).names, text, values);

describe("a name in a sentence", () => {
  test.each([
    // French elides "de" and "que" before a vowel, and lets "à" and "de" grow together with "le" and "les" (Le bon usage, § 45, § 586).
    ["fr", "Dernières nouvelles de {carrier}", { carrier: "UPS" }, "Dernières nouvelles d’UPS"],
    ["fr", "Dernières nouvelles de {carrier}", { carrier: "DHL" }, "Dernières nouvelles de DHL"],
    ["fr", "Dernières nouvelles de {carrier}", { carrier: "La Poste" }, "Dernières nouvelles de La Poste"],
    ["fr", "Dernières nouvelles de {carrier}", { carrier: "" }, "Dernières nouvelles du transporteur"],
    ["fr", "Livré à {city}", { city: "Le Havre" }, "Livré au Havre"],
    ["fr", "Livré à {city}", { city: "Les Ulis" }, "Livré aux Ulis"],
    ["fr", "Livré à {city}", { city: "La Rochelle" }, "Livré à La Rochelle"],
    // Portuguese names have articles of either number and gender ("a UPS", "os CTT"): the noun before them takes it, and contracts.
    ["pt", "Última notícia de {carrier}", { carrier: "CTT" }, "Última notícia da transportadora CTT"],
    ["pt", "{carrier} já tem a sua encomenda.", { carrier: "UPS" }, "A transportadora UPS já tem a sua encomenda."],
    ["pt", "Está a caminho com {carrier}.", { carrier: "FedEx" }, "Está a caminho com a transportadora FedEx."],
    ["pt", "Está a caminho com {carrier}.", { carrier: "" }, "Está a caminho com a transportadora."],
    // Spanish contracts "de el" and "a el"; a carrier's name has no article.
    ["es", "Última noticia de {carrier}", { carrier: "UPS" }, "Última noticia de UPS"],
    ["es", "Última noticia de {carrier}", { carrier: "" }, "Última noticia del transportista"],
    ["es", "díselo a {carrier}", { carrier: "" }, "díselo al transportista"],
    // German declines what is no name.
    ["de", "Bei {carrier} ansehen", { carrier: "DHL" }, "Bei DHL ansehen"],
    ["de", "Bei {carrier} ansehen", { carrier: "" }, "Beim Paketdienst ansehen"],
    ["de", "{carrier} holt es bald ab.", { carrier: "" }, "Der Paketdienst holt es bald ab."],
    ["de", "Ihr Paket ist mit {carrier} unterwegs.", { carrier: "" }, "Ihr Paket ist mit dem Paketdienst unterwegs."],
    ["en", "Done. {carrier} keeps it.", { carrier: "" }, "Done. The carrier keeps it."],
    // A name is written as its owner writes it, also at the start.
    ["en", "{carrier} has it.", { carrier: "dpd" }, "dpd has it."],
    ["hi", "{carrier} इसे लाएगा।", { carrier: "" }, "कूरियर इसे लाएगा।"],
  ] as const)("%s: %s %o", (locale, text, values, whole) => {
    expect(said(locale, text, values)).toBe(whole);
  });

  test("a name is no pattern, and what has no value stays", () => {
    expect(said("fr", "de {carrier} {number}", { carrier: "$& Sons" })).toBe("de $& Sons {number}");
  });

  test("no sentence of any language leaves a gap or two articles, whichever carrier it is", () => {
    const wrong = {
      en: / {2}/,
      de: / {2}|(bei|mit|von|es) der Paketdienst/,
      fr: / {2}|\b(de|à) les? |\bde (UPS|EMS)\b/,
      es: / {2}|\b(de|a) el transportista/,
      pt: / {2}|\b(de|em|por) a transportadora/,
      hi: / {2}/,
    };
    for (const locale of locales) {
      const { reasons } = messages(locale);
      const { noScan, noPlace, carrierPage, wordless } = pageLanguages[locale].words;
      for (const carrier of ["UPS", "DHL", "La Poste", "CTT", "EMS", ""]) {
        const own = [noScan, noPlace, carrierPage, wordless].map((text) => said(locale, text, { carrier }));
        const all = [...shipmentStatuses, ...Object.keys(reasons)].flatMap((key) => {
          const [status, reason = null] = key.split("/");
          const known = shipmentStatuses.find((one) => one === status) ?? "unknown";
          return Object.values(statusSentence(messages(locale), { status: known, reason, carrier }));
        });
        for (const text of [...own, ...all]) expect(text ?? "").not.toMatch(wrong[locale]);
      }
    }
  });
});
