import { longDates, text } from "../build.ts";
import type { StatusTable } from "../messages.ts";

// \u202f is the narrow no-break space that French puts before : ; ! ?
const checkAddress =
  "Vérifiez que votre adresse de livraison est exacte et complète, et écrivez-nous si quelque chose ne va pas.";
const writeToUs = "Écrivez-nous si vous avez une question\u202f; votre commande n’est pas oubliée.";
const againOrRefund = "Écrivez-nous\u202f: nous vous le renverrons ou vous rembourserons.";

/** Where a parcel is, in French; customers are "vous". */
export const french: StatusTable = {
  zone: { place: "heure locale à {place}", local: "heure locale" },
  longDate: longDates({
    weekdays: "dimanche lundi mardi mercredi jeudi vendredi samedi",
    months: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    // Only the first of a month is an ordinal in French.
    say: (weekday, day, month) => `${weekday} ${day === 1 ? "1er" : day} ${month}`,
  }),
  names: {
    carrier: (name) => name || "le transporteur",
    // "d’UPS" but "de DHL", "au Havre" but "à La Rochelle".
    join: (before, name) => {
      const word = before.toLowerCase();
      const article = /^(le|les) (.+)$/i.exec(name);
      if (article && (word === "de" || word === "à")) {
        const plural = article[1]?.toLowerCase() === "les";
        const grown = word === "de" ? (plural ? "des" : "du") : plural ? "aux" : "au";
        return `${grown} ${article[2]}`;
      }
      if ((word === "de" || word === "que") && /^[aeiouàâäéèêëîïôöùûü]/i.test(name))
        return `${before.slice(0, -1)}’${name}`;
      return `${before} ${name}`;
    },
  },
  steps: {
    ordered: "Commandé",
    shipped: "Expédié",
    in_transit: "En route",
    out_for_delivery: "En livraison",
    delivered: "Livré",
  },
  stepReturned: "Retourné",
  arrival: {
    arriving: "Arrivée le {date}",
    nowExpected: "Désormais prévu le {date}",
    wasExpected: "La livraison était prévue le {date}.",
  },
  parcels: {
    which: "Colis {nth} sur {of}",
    shared: "Répartis dans {of} colis",
    some: { one: "Un colis sur {of} est arrivé", other: "{arrived} colis sur {of} sont arrivés" },
    all: { two: "Les deux colis sont arrivés", other: "Les {of} colis sont arrivés" },
  },
  address: "Votre adresse de livraison",
  statuses: {
    pre_transit: text("Emballé", "Votre colis est emballé et étiqueté.", "{carrier} viendra bientôt le chercher."),
    accepted: text(
      "Pris en charge",
      "{carrier} a pris en charge votre colis.",
      "Il va bientôt partir vers le prochain centre de tri.",
    ),
    in_transit: text("En route", "Votre colis est en route avec {carrier}."),
    out_for_delivery: text(
      "En cours de livraison",
      "Votre colis est dans le véhicule de livraison.",
      "{carrier} vous l’apporte.",
    ),
    available_for_pickup: text(
      "Prêt à être retiré",
      "Votre colis vous attend dans un point de retrait.",
      "{carrier} le garde quelques jours.",
      "Munissez-vous d’une pièce d’identité et du numéro de suivi.",
    ),
    delivered: text("Livré", "Votre colis est arrivé."),
    delivery_attempt_failed: text(
      "Livraison manquée",
      "{carrier} est passé mais n’a pas pu vous remettre votre colis.",
      "En général, {carrier} repasse le jour ouvré suivant.",
      "Avec le numéro de suivi, vous pouvez choisir un autre jour ou un point de retrait auprès de {carrier}.",
    ),
    exception: text(
      "À vérifier",
      "{carrier} signale un problème avec votre colis.",
      "{carrier} s’en occupe, et nous suivons cela aussi.",
      writeToUs,
    ),
    delayed: text("Retardé", "Votre colis met plus de temps que prévu.", "Il est toujours en route vers vous."),
    on_hold: text(
      "En attente",
      "{carrier} retient votre colis pour le moment.",
      "Il repartira dès que ce sera réglé.",
      writeToUs,
    ),
    returned_to_sender: text(
      "Retour en cours",
      "Votre colis nous revient.",
      "Dès son arrivée, nous vous contacterons pour une nouvelle livraison ou un remboursement.",
      "Écrivez-nous si vous préférez vous en occuper dès maintenant.",
    ),
    cancelled: text("Annulé", "Cet envoi a été annulé.", null, writeToUs),
    lost: text("Perdu", "{carrier} ne retrouve pas votre colis.", "Nous voyons cela avec {carrier}.", againOrRefund),
    unknown: text("Sans nouvelles", "Nous n’avons pas encore de nouvelles claires de votre colis."),
  },
  reasons: {
    "in_transit/customs": { customer: "À la douane" },
    "in_transit/customs_cleared": {
      customer: "Dédouané",
      happened: "Votre colis a passé la douane et poursuit sa route.",
    },
    "on_hold/customs": {
      customer: "À la douane",
      happened: "La douane contrôle votre colis.",
      next: "Cela prend en général un à trois jours ouvrés, puis il repart.",
      act: "Si des droits ou un document sont nécessaires, {carrier} vous les demandera.",
    },
    "on_hold/payment": {
      customer: "Paiement requis",
      happened: "Des frais sont à régler avant que votre colis puisse repartir.",
      next: "{carrier} le libérera après le paiement.",
      act: "Payez avec le numéro de suivi sur le site officiel du transporteur ({carrier}), jamais par un lien reçu dans un message inattendu.",
    },
    "on_hold/customer_request": {
      happened: "{carrier} garde votre colis, comme demandé.",
      act: null,
    },
    "delivery_attempt_failed/not_home": {
      happened: "{carrier} est passé mais n’a trouvé personne.",
      next: "{carrier} repassera le jour ouvré suivant.",
    },
    "delivery_attempt_failed/no_access": {
      happened: "{carrier} n’a pas pu accéder à votre porte.",
      act: "S’il y a un code d’accès ou un nom particulier sur la sonnette, indiquez-le à {carrier} ou écrivez-nous.",
    },
    "delivery_attempt_failed/closed": {
      happened: "{carrier} est passé mais l’établissement était fermé.",
    },
    "delivery_attempt_failed/notice_left": {
      happened: "{carrier} est passé et a laissé un avis de passage.",
      next: "L’avis indique où et quand récupérer votre colis.",
    },
    "delivery_attempt_failed/address": {
      happened: "{carrier} n’a pas trouvé votre adresse.",
      next: "{carrier} la vérifie.",
      act: checkAddress,
    },
    "delivery_attempt_failed/refused": {
      happened: "Le colis a été refusé à la porte.",
      next: "Il pourrait nous revenir.",
      act: "Si vous le vouliez, écrivez-nous dès aujourd’hui.",
    },
    "delivery_attempt_failed/final": {
      happened: "{carrier} est passé une dernière fois sans pouvoir livrer votre colis.",
      next: "Il ira dans un point de retrait ou nous reviendra.",
    },
    "exception/address": {
      customer: "Adresse à vérifier",
      happened: "{carrier} a une question sur l’adresse de livraison.",
      next: "Votre colis attend que l’adresse soit confirmée.",
      act: checkAddress,
    },
    "exception/moved": {
      customer: "Adresse à vérifier",
      happened: "{carrier} signale que l’adresse n’est plus la bonne.",
      next: "Votre colis attend que l’adresse soit confirmée.",
      act: checkAddress,
    },
    "exception/damage": {
      customer: "Abîmé en route",
      happened: "{carrier} signale que votre colis a été abîmé en route.",
      next: "Nous vérifions ce qui peut encore être livré.",
      act: againOrRefund,
    },
    "exception/destroyed": {
      customer: "Détruit en route",
      happened: "{carrier} signale que votre colis a été détruit.",
      next: "Il n’arrivera pas\u202f; nous voyons cela avec {carrier}.",
      act: againOrRefund,
    },
    "exception/refused": { happened: "{carrier} signale que le colis a été refusé." },
    "exception/unclaimed": {
      customer: "Non retiré",
      happened: "Votre colis n’a pas été retiré à temps.",
      next: "Il pourrait nous revenir.",
      act: "Écrivez-nous si vous le voulez toujours.",
    },
    "exception/weather": { happened: "La météo retarde votre colis." },
    "delayed/weather": {
      happened: "La météo retarde votre colis.",
      next: "{carrier} le fera repartir dès que les conditions le permettront.",
    },
    "delayed/misrouted": {
      happened: "Votre colis a fait un détour et reprend le bon chemin.",
    },
    "delivered/neighbour": {
      happened: "Votre colis a été remis dans le voisinage.",
    },
    "delivered/safe_place": { happened: "Votre colis a été déposé en lieu sûr." },
    "delivered/agent": { happened: "Votre colis a été remis à un point relais." },
    "delivered/picked_up_by_receiver": { happened: "Votre colis a été retiré." },
    "delivered/damaged": { act: "Écrivez-nous si quelque chose est cassé\u202f; une photo nous aidera." },
    "delivered/partial": {
      customer: "Livré en partie",
      happened: "Une partie de votre colis est arrivée.",
    },
    "returned_to_sender/returned": {
      customer: "Retourné",
      happened: "Votre colis est de retour chez nous.",
      next: "Nous vous contacterons pour une nouvelle livraison ou un remboursement.",
    },
    "returned_to_sender/address": {
      happened: "L’adresse n’a pas pu être atteinte, votre colis nous revient donc.",
    },
    "returned_to_sender/unclaimed": { happened: "Votre colis n’a pas été retiré et nous revient." },
  },
};
