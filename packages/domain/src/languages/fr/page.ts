import type { LiveWords } from "../page-words.ts";
import { frenchScans } from "./scans.ts";

/** What the moving part of the public page says in French: all that comes with its script. */
export const pageFrench: LiveWords = {
  answer: {
    arrivingToday: "Arrivée aujourd’hui",
    arrivingTomorrow: "Arrivée demain",
    nowExpectedToday: "Désormais prévu aujourd’hui",
    nowExpectedTomorrow: "Désormais prévu demain",
    between: "entre {from} et {to}",
    by: "avant {to}",
    after: "après {from}",
    today: "Aujourd’hui",
    yesterday: "Hier",
    dateTime: "{date} à {time}",
    signedBy: "Signature\u202f: {name}",
  },
  next: "Et maintenant",
  act: "Ce que vous pouvez faire",
  missing: {
    title: "Il n’est pas là\u202f?",
    text: "Regardez dans la boîte aux lettres, devant la porte et chez les voisins\u202f: certains colis sont indiqués comme livrés un peu trop tôt. S’il n’est toujours pas là demain, dites-le à {seller} ci-dessous.",
  },
  where: {
    pre_transit: "En attente de collecte à {city}",
    accepted: "Pris en charge à {city}",
    in_transit: "Dernier passage à {city}",
    out_for_delivery: "En cours de livraison à {city}",
    available_for_pickup: "Vous attend à {city}",
    delivered: "Livré à {city}",
    other: "Vu en dernier à {city}",
  },
  noScan: "{carrier} n’a pas encore scanné le colis. Le premier scan apparaîtra ici tout seul.",
  noPlace: "Dernières nouvelles de {carrier}",
  stepDone: "terminé",
  stepToCome: "à venir",
  progress: "Avancement de ce colis",
  trackingNumber: "Numéro de suivi",
  carrierPage: "Voir chez {carrier}",
  route: "Le trajet jusqu’ici",
  routeEnd: "destination",
  timeline: "Tout le parcours",
  earlier: { one: "Afficher {count} étape précédente", other: "Afficher {count} étapes précédentes" },
  scans: frenchScans,
  wordless: "{carrier} a envoyé une mise à jour sans texte",
  replaced: {
    title: "Remplacé par un autre colis",
    text: "La boutique a donné un autre numéro de suivi à votre commande. Celui-ci ne compte plus.",
    link: "Suivre le nouveau colis",
    withdrawn: "Ce numéro ne fait plus partie de votre commande",
    withdrawnText:
      "La boutique l’a retiré. Vous recevrez un e-mail dès que votre commande partira sous un autre numéro.",
  },
  live: {
    live: "En direct\u202f: les changements apparaissent ici tout seuls",
    connecting: "Connexion…",
    offline: "Hors ligne\u202f: ces informations peuvent dater",
    lost: "Connexion perdue\u202f: ces informations peuvent dater. Une nouvelle tentative suit automatiquement.",
    lastNews: "dernières nouvelles {time}",
    retry: "Réessayer",
    asOf: "Situation\u202f: {date}, {time}. Rechargez la page pour des nouvelles plus récentes.",
  },
};
