import { longDates, text } from "../build.ts";
import type { StatusTable } from "../messages.ts";

const checkAddress =
  "Prüfen Sie, ob Ihre Lieferadresse richtig und vollständig ist, und schreiben Sie uns, wenn etwas nicht stimmt.";
const writeToUs = "Schreiben Sie uns, wenn Sie Fragen haben. Ihre Bestellung ist nicht vergessen.";
const againOrRefund = "Schreiben Sie uns: Wir schicken es noch einmal oder erstatten Ihnen den Betrag.";

/** Where a parcel is, in German; customers are "Sie". */
export const german: StatusTable = {
  zone: { place: "Ortszeit {place}", local: "Ortszeit" },
  longDate: longDates({
    weekdays: "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
    months: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    say: (weekday, day, month) => `${weekday}, ${day}. ${month}`,
  }),
  names: {
    carrier: (name) => name || "der Paketdienst",
    // After these words it stands in the dative.
    join: (before, name) => {
      if (name !== "der Paketdienst" || !/^(bei|mit|von|es)$/i.test(before)) return `${before} ${name}`;
      const grown = before.replace(/^bei$/i, (word) => `${word}m`).replace(/^von$/i, "vom");
      return grown === before ? `${before} dem Paketdienst` : `${grown} Paketdienst`;
    },
  },
  steps: {
    ordered: "Bestellt",
    shipped: "Versandt",
    in_transit: "Unterwegs",
    out_for_delivery: "In Zustellung",
    delivered: "Zugestellt",
  },
  stepReturned: "Zurück beim Shop",
  arrival: {
    arriving: "Kommt am {date}",
    nowExpected: "Kommt jetzt am {date}",
    wasExpected: "Geplant war {date}.",
  },
  parcels: {
    which: "Paket {nth} von {of}",
    shared: "In {of} Paketen zusammen",
    some: { one: "Eines von {of} Paketen ist angekommen", other: "{arrived} von {of} Paketen sind angekommen" },
    all: { two: "Beide Pakete sind angekommen", other: "Alle {of} Pakete sind angekommen" },
  },
  address: "Ihre Lieferadresse",
  statuses: {
    pre_transit: text("Gepackt", "Ihr Paket ist gepackt und etikettiert.", "{carrier} holt es bald ab."),
    accepted: text("Übergeben", "{carrier} hat Ihr Paket übernommen.", "Es geht bald weiter ins nächste Paketzentrum."),
    in_transit: text("Unterwegs", "Ihr Paket ist mit {carrier} unterwegs."),
    out_for_delivery: text("In Zustellung", "Ihr Paket ist im Zustellfahrzeug.", "{carrier} bringt es zu Ihnen."),
    available_for_pickup: text(
      "Abholbereit",
      "Ihr Paket liegt in einer Abholstelle für Sie bereit.",
      "{carrier} bewahrt es dort einige Tage auf.",
      "Bringen Sie einen Ausweis und die Sendungsnummer mit.",
    ),
    delivered: text("Zugestellt", "Ihr Paket ist angekommen."),
    delivery_attempt_failed: text(
      "Nicht zugestellt",
      "{carrier} war da, konnte Ihr Paket aber nicht übergeben.",
      "{carrier} versucht es meist am nächsten Werktag noch einmal.",
      "Mit der Sendungsnummer können Sie bei {carrier} einen anderen Tag oder eine Abholstelle wählen.",
    ),
    exception: text(
      "Wird geklärt",
      "{carrier} meldet ein Problem mit Ihrem Paket.",
      "{carrier} kümmert sich darum, und auch wir behalten es im Blick.",
      writeToUs,
    ),
    delayed: text("Verspätet", "Ihr Paket braucht länger als geplant.", "Es ist weiterhin auf dem Weg zu Ihnen."),
    on_hold: text(
      "Angehalten",
      "{carrier} hält Ihr Paket vorübergehend zurück.",
      "Sobald es freigegeben ist, geht es weiter.",
      writeToUs,
    ),
    returned_to_sender: text(
      "Geht zurück",
      "Ihr Paket ist auf dem Rückweg zu uns.",
      "Sobald es bei uns ist, melden wir uns wegen einer neuen Lieferung oder einer Erstattung.",
      "Schreiben Sie uns, wenn Sie das schon jetzt klären möchten.",
    ),
    cancelled: text("Storniert", "Diese Sendung wurde storniert.", null, writeToUs),
    lost: text("Verloren", "{carrier} kann Ihr Paket nicht finden.", "Wir klären das mit {carrier}.", againOrRefund),
    unknown: text("Noch nichts Neues", "Zu Ihrem Paket gibt es noch keine klaren Neuigkeiten."),
  },
  reasons: {
    "in_transit/customs": { customer: "Beim Zoll" },
    "in_transit/customs_cleared": {
      customer: "Verzollt",
      happened: "Ihr Paket ist verzollt und weiter unterwegs.",
    },
    "on_hold/customs": {
      customer: "Beim Zoll",
      happened: "Der Zoll prüft Ihr Paket.",
      next: "Das dauert meist ein bis drei Werktage, danach geht es weiter.",
      act: "Falls Abgaben oder Unterlagen nötig sind, meldet sich {carrier} bei Ihnen.",
    },
    "on_hold/payment": {
      customer: "Zahlung nötig",
      happened: "Bevor Ihr Paket weiterkann, ist ein Betrag zu zahlen.",
      next: "Nach der Zahlung gibt {carrier} es frei.",
      act: "Zahlen Sie mit der Sendungsnummer auf der Website von {carrier}, nie über einen Link in einer unerwarteten Nachricht.",
    },
    "on_hold/customer_request": {
      happened: "{carrier} bewahrt Ihr Paket wie gewünscht auf.",
      act: null,
    },
    "delivery_attempt_failed/not_home": {
      happened: "{carrier} war da, hat aber niemanden angetroffen.",
      next: "{carrier} versucht es am nächsten Werktag noch einmal.",
    },
    "delivery_attempt_failed/no_access": {
      happened: "{carrier} kam nicht bis zu Ihrer Tür.",
      act: "Wenn es einen Türcode oder einen anderen Klingelnamen gibt, sagen Sie es {carrier} oder schreiben Sie uns.",
    },
    "delivery_attempt_failed/closed": {
      happened: "{carrier} war da, aber an der Adresse war geschlossen.",
    },
    "delivery_attempt_failed/notice_left": {
      happened: "{carrier} war da und hat eine Benachrichtigung hinterlassen.",
      next: "Darauf steht, wann oder wo Sie Ihr Paket bekommen.",
    },
    "delivery_attempt_failed/address": {
      happened: "{carrier} konnte Ihre Adresse nicht finden.",
      next: "{carrier} prüft sie.",
      act: checkAddress,
    },
    "delivery_attempt_failed/refused": {
      happened: "Das Paket wurde an der Tür nicht angenommen.",
      next: "Es kommt vielleicht zu uns zurück.",
      act: "Wenn Sie es doch haben möchten, schreiben Sie uns noch heute.",
    },
    "delivery_attempt_failed/final": {
      happened: "Auch der letzte Zustellversuch von {carrier} hat nicht geklappt.",
      next: "Ihr Paket geht an eine Abholstelle oder kommt zu uns zurück.",
    },
    "exception/address": {
      customer: "Adresse unklar",
      happened: "{carrier} hat eine Frage zur Lieferadresse.",
      next: "Ihr Paket wartet, bis die Adresse geklärt ist.",
      act: checkAddress,
    },
    "exception/moved": {
      customer: "Adresse unklar",
      happened: "{carrier} meldet, dass die Adresse nicht mehr stimmt.",
      next: "Ihr Paket wartet, bis die Adresse geklärt ist.",
      act: checkAddress,
    },
    "exception/damage": {
      customer: "Unterwegs beschädigt",
      happened: "{carrier} meldet, dass Ihr Paket unterwegs beschädigt wurde.",
      next: "Wir klären, was noch geliefert werden kann.",
      act: againOrRefund,
    },
    "exception/destroyed": {
      customer: "Unterwegs zerstört",
      happened: "{carrier} meldet, dass Ihr Paket zerstört wurde.",
      next: "Es kommt nicht mehr an. Wir klären das mit {carrier}.",
      act: againOrRefund,
    },
    "exception/refused": { happened: "{carrier} meldet, dass das Paket nicht angenommen wurde." },
    "exception/unclaimed": {
      customer: "Nicht abgeholt",
      happened: "Ihr Paket wurde nicht rechtzeitig abgeholt.",
      next: "Es kommt vielleicht zu uns zurück.",
      act: "Schreiben Sie uns, wenn Sie es noch haben möchten.",
    },
    "exception/weather": { happened: "Das Wetter hält Ihr Paket auf." },
    "delayed/weather": {
      happened: "Das Wetter hält Ihr Paket auf.",
      next: "{carrier} bringt es weiter, sobald das sicher möglich ist.",
    },
    "delayed/misrouted": {
      happened: "Ihr Paket ist falsch abgebogen und wird auf den richtigen Weg gebracht.",
    },
    "delivered/neighbour": {
      happened: "Ihr Paket wurde in der Nachbarschaft abgegeben.",
    },
    "delivered/safe_place": { happened: "Ihr Paket wurde an einem sicheren Ort abgelegt." },
    "delivered/agent": { happened: "Ihr Paket wurde bei einer Annahmestelle abgegeben." },
    "delivered/picked_up_by_receiver": { happened: "Ihr Paket wurde abgeholt." },
    "delivered/damaged": { act: "Schreiben Sie uns, wenn etwas kaputt ist; ein Foto hilft." },
    "delivered/partial": {
      customer: "Teilweise zugestellt",
      happened: "Ein Teil Ihres Pakets ist angekommen.",
    },
    "returned_to_sender/returned": {
      customer: "Zurück beim Shop",
      happened: "Ihr Paket ist wieder bei uns.",
      next: "Wir melden uns wegen einer neuen Lieferung oder einer Erstattung.",
    },
    "returned_to_sender/address": {
      happened: "Die Adresse war nicht erreichbar, deshalb ist Ihr Paket auf dem Rückweg zu uns.",
    },
    "returned_to_sender/unclaimed": { happened: "Ihr Paket wurde nicht abgeholt und ist auf dem Rückweg zu uns." },
  },
};
