import type { LiveWords } from "../page-words.ts";
import { germanScans } from "./scans.ts";

/** What the moving part of the public page says in German: all that comes with its script. */
export const pageGerman: LiveWords = {
  answer: {
    arrivingToday: "Kommt heute",
    arrivingTomorrow: "Kommt morgen",
    nowExpectedToday: "Neuer Termin: heute",
    nowExpectedTomorrow: "Neuer Termin: morgen",
    between: "zwischen {from} und {to}\u00a0Uhr",
    by: "bis {to}\u00a0Uhr",
    after: "ab {from}\u00a0Uhr",
    today: "Heute",
    yesterday: "Gestern",
    dateTime: "{date} um {time}\u00a0Uhr",
    signedBy: "Angenommen von {name}",
  },
  next: "Wie es weitergeht",
  act: "Was Sie tun können",
  missing: {
    title: "Nicht da?",
    text: "Sehen Sie im Briefkasten, vor der Tür und in der Nachbarschaft nach: Manche Pakete werden etwas zu früh als zugestellt gemeldet. Ist es bis morgen nicht aufgetaucht, schreiben Sie unten an {seller}.",
  },
  where: {
    pre_transit: "Wartet in {city} auf Abholung",
    accepted: "Übergeben in {city}",
    in_transit: "Zuletzt gescannt in {city}",
    out_for_delivery: "Im Zustellfahrzeug in {city}",
    available_for_pickup: "Liegt in {city} für Sie bereit",
    delivered: "Zugestellt in {city}",
    other: "Zuletzt gesehen in {city}",
  },
  noScan: "{carrier} hat das Paket noch nicht gescannt. Der erste Scan erscheint hier von selbst.",
  noPlace: "Letzte Meldung von {carrier}",
  stepDone: "erledigt",
  stepToCome: "steht noch aus",
  progress: "Stand dieses Pakets",
  trackingNumber: "Sendungsnummer",
  carrierPage: "Bei {carrier} ansehen",
  route: "Der bisherige Weg",
  routeEnd: "Ziel",
  timeline: "Bisheriger Verlauf",
  earlier: { one: "{count} frühere Meldung anzeigen", other: "{count} frühere Meldungen anzeigen" },
  scans: germanScans,
  wordless: "{carrier} hat eine Meldung ohne Text geschickt",
  replaced: {
    title: "Durch ein anderes Paket ersetzt",
    text: "Der Shop hat Ihrer Bestellung eine andere Sendungsnummer gegeben. Diese gilt nicht mehr.",
    link: "Neues Paket verfolgen",
    withdrawn: "Diese Nummer gehört nicht mehr zu Ihrer Bestellung",
    withdrawnText:
      "Der Shop hat sie zurückgenommen. Sobald Ihre Bestellung unter einer anderen Nummer verschickt ist, bekommen Sie eine E-Mail.",
  },
  live: {
    live: "Live: Änderungen erscheinen hier von selbst",
    connecting: "Verbindung wird aufgebaut…",
    offline: "Offline: Der Stand kann veraltet sein",
    lost: "Verbindung verloren: Der Stand kann veraltet sein. Es wird von selbst erneut versucht.",
    lastNews: "letzte Meldung {time}",
    retry: "Noch einmal versuchen",
    asOf: "Stand: {date}, {time}\u00a0Uhr. Laden Sie die Seite neu, um Neueres zu sehen.",
  },
};
