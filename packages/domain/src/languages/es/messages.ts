import { longDates, text } from "../build.ts";
import type { StatusTable } from "../messages.ts";

const checkAddress =
  "Comprueba que tu dirección de entrega es correcta y está completa, y escríbenos si algo no lo es.";
const writeToUs = "Escríbenos si tienes alguna duda; no nos hemos olvidado de tu pedido.";
const againOrRefund = "Escríbenos: te lo enviaremos de nuevo o te devolveremos el dinero.";

/** Where a parcel is, in Spanish; customers are "tú". */
export const spanish: StatusTable = {
  zone: { place: "hora de {place}", local: "hora local" },
  longDate: longDates({
    weekdays: "domingo lunes martes miércoles jueves viernes sábado",
    months: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    say: (weekday, day, month) => `${weekday}, ${day} de ${month}`,
  }),
  names: {
    carrier: (name) => name || "el transportista",
    join: (before, name) => {
      const grows = /^(de|a)$/i.test(before) && name.startsWith("el ");
      return grows ? `${before}l ${name.slice(3)}` : `${before} ${name}`;
    },
  },
  steps: {
    ordered: "Pedido",
    shipped: "Enviado",
    in_transit: "En camino",
    out_for_delivery: "En reparto",
    delivered: "Entregado",
  },
  stepReturned: "Devuelto",
  arrival: {
    arriving: "Llega el {date}",
    nowExpected: "Ahora llega el {date}",
    wasExpected: "La entrega estaba prevista para el {date}.",
  },
  parcels: {
    which: "Paquete {nth} de {of}",
    shared: "Entre {of} paquetes",
    some: { one: "Ha llegado uno de {of} paquetes", other: "Han llegado {arrived} de {of} paquetes" },
    all: { two: "Han llegado los dos paquetes", other: "Han llegado los {of} paquetes" },
  },
  address: "Tu dirección de entrega",
  statuses: {
    pre_transit: text("Embalado", "Tu paquete está embalado y etiquetado.", "{carrier} lo recogerá pronto."),
    accepted: text(
      "Recogido",
      "{carrier} ya tiene tu paquete.",
      "En breve saldrá hacia el siguiente centro de clasificación.",
    ),
    in_transit: text("En camino", "Tu paquete está en camino con {carrier}."),
    out_for_delivery: text("En reparto", "Tu paquete está en el vehículo de reparto.", "{carrier} te lo lleva."),
    available_for_pickup: text(
      "Listo para recoger",
      "Tu paquete te espera en un punto de recogida.",
      "{carrier} lo guarda unos días.",
      "Lleva un documento de identidad y el número de seguimiento.",
    ),
    delivered: text("Entregado", "Tu paquete ha llegado."),
    delivery_attempt_failed: text(
      "Entrega no realizada",
      "{carrier} pasó por tu dirección, pero no pudo entregar el paquete.",
      "Normalmente, {carrier} vuelve a intentarlo el siguiente día laborable.",
      "Con el número de seguimiento puedes elegir otro día o un punto de recogida en {carrier}.",
    ),
    exception: text(
      "En revisión",
      "{carrier} nos informa de un problema con tu paquete.",
      "{carrier} lo está resolviendo y nosotros también estamos pendientes.",
      writeToUs,
    ),
    delayed: text("Con retraso", "Tu paquete tarda más de lo previsto.", "Sigue en camino hacia ti."),
    on_hold: text(
      "Retenido",
      "{carrier} retiene tu paquete por el momento.",
      "Seguirá su camino en cuanto se resuelva.",
      writeToUs,
    ),
    returned_to_sender: text(
      "En devolución",
      "Tu paquete está volviendo a nuestra tienda.",
      "Cuando llegue, te escribiremos para acordar otro envío o un reembolso.",
      "Escríbenos si prefieres acordarlo ya.",
    ),
    cancelled: text("Cancelado", "Este envío se ha cancelado.", null, writeToUs),
    lost: text("Perdido", "{carrier} no encuentra tu paquete.", "Lo estamos aclarando con {carrier}.", againOrRefund),
    unknown: text("Sin novedades", "Aún no tenemos noticias claras de tu paquete."),
  },
  reasons: {
    "in_transit/customs": { customer: "En la aduana" },
    "in_transit/customs_cleared": {
      customer: "Despachado de aduana",
      happened: "Tu paquete ha pasado la aduana y sigue en camino.",
    },
    "on_hold/customs": {
      customer: "En la aduana",
      happened: "La aduana está revisando tu paquete.",
      next: "Suele tardar entre uno y tres días laborables; después sigue su camino.",
      act: "Si hay que pagar aranceles o presentar algún documento, {carrier} te lo pedirá.",
    },
    "on_hold/payment": {
      customer: "Pago pendiente",
      happened: "Hay que pagar un importe para que tu paquete siga su camino.",
      next: "{carrier} lo liberará después del pago.",
      act: "Paga en la web oficial de {carrier} con el número de seguimiento, nunca desde un enlace de un mensaje que no esperabas.",
    },
    "on_hold/customer_request": {
      happened: "{carrier} guarda tu paquete, tal como se pidió.",
      act: null,
    },
    "delivery_attempt_failed/not_home": {
      happened: "{carrier} pasó por tu dirección, pero no había nadie.",
      next: "{carrier} volverá a intentarlo el siguiente día laborable.",
    },
    "delivery_attempt_failed/no_access": {
      happened: "{carrier} no pudo llegar hasta tu puerta.",
      act: "Si hay un código de acceso o un nombre concreto en el timbre, díselo a {carrier} o escríbenos.",
    },
    "delivery_attempt_failed/closed": {
      happened: "{carrier} pasó por la dirección, pero estaba cerrado.",
    },
    "delivery_attempt_failed/notice_left": {
      happened: "{carrier} pasó por tu dirección y dejó un aviso.",
      next: "El aviso indica cuándo o dónde puedes recibir tu paquete.",
    },
    "delivery_attempt_failed/address": {
      happened: "{carrier} no encontró tu dirección.",
      next: "{carrier} la está comprobando.",
      act: checkAddress,
    },
    "delivery_attempt_failed/refused": {
      happened: "El paquete se rechazó en la puerta.",
      next: "Es posible que vuelva a nuestra tienda.",
      act: "Si sí lo querías, escríbenos hoy mismo.",
    },
    "delivery_attempt_failed/final": {
      happened: "{carrier} hizo el último intento de entregar tu paquete.",
      next: "Irá a un punto de recogida o volverá a nuestra tienda.",
    },
    "exception/address": {
      customer: "Dirección por aclarar",
      happened: "{carrier} tiene una duda sobre la dirección de entrega.",
      next: "Tu paquete espera hasta que se aclare la dirección.",
      act: checkAddress,
    },
    "exception/moved": {
      customer: "Dirección por aclarar",
      happened: "{carrier} nos informa de que la dirección ya no es correcta.",
      next: "Tu paquete espera hasta que se aclare la dirección.",
      act: checkAddress,
    },
    "exception/damage": {
      customer: "Dañado en el camino",
      happened: "{carrier} nos informa de que tu paquete se dañó en el camino.",
      next: "Vamos a averiguar qué se puede entregar todavía.",
      act: againOrRefund,
    },
    "exception/destroyed": {
      customer: "Destruido en el camino",
      happened: "{carrier} nos informa de que tu paquete quedó destruido.",
      next: "No llegará, y lo estamos aclarando con {carrier}.",
      act: againOrRefund,
    },
    "exception/refused": { happened: "{carrier} nos informa de que el paquete se rechazó." },
    "exception/unclaimed": {
      customer: "No recogido",
      happened: "Tu paquete no se recogió a tiempo.",
      next: "Es posible que vuelva a nuestra tienda.",
      act: "Escríbenos si todavía lo quieres.",
    },
    "exception/weather": { happened: "El mal tiempo retiene tu paquete." },
    "delayed/weather": {
      happened: "El mal tiempo retiene tu paquete.",
      next: "{carrier} lo enviará en cuanto sea seguro.",
    },
    "delayed/misrouted": {
      happened: "Tu paquete tomó un camino equivocado y ya vuelve al correcto.",
    },
    "delivered/neighbour": {
      happened: "Tu paquete se dejó en casa de un vecino.",
    },
    "delivered/safe_place": { happened: "Tu paquete se dejó en un lugar seguro." },
    "delivered/agent": { happened: "Tu paquete se entregó en un punto autorizado." },
    "delivered/picked_up_by_receiver": { happened: "Tu paquete ya se ha recogido." },
    "delivered/damaged": { act: "Escríbenos si hay algo roto; una foto ayuda." },
    "delivered/partial": {
      customer: "Entregado en parte",
      happened: "Ha llegado una parte de tu paquete.",
    },
    "returned_to_sender/returned": {
      customer: "Devuelto",
      happened: "Tu paquete está de nuevo en nuestra tienda.",
      next: "Te escribiremos para acordar otro envío o un reembolso.",
    },
    "returned_to_sender/address": {
      happened: "No se pudo llegar a la dirección, así que tu paquete está volviendo a nuestra tienda.",
    },
    "returned_to_sender/unclaimed": {
      happened: "Tu paquete no se recogió y está volviendo a nuestra tienda.",
    },
  },
};
