import { longDates, text } from "../build.ts";
import type { StatusTable } from "../messages.ts";

const checkAddress = "Confirme se o endereço de entrega está certo e completo e escreva-nos se algo não estiver bem.";
const writeToUs = "Escreva-nos em caso de dúvida; o seu pedido não está esquecido.";
const againOrRefund = "Escreva-nos: enviamos de novo ou devolvemos o dinheiro.";

/** Where a parcel is, in Portuguese: European, in words that Brazil uses too; a parcel is "encomenda", an order "pedido". */
export const portuguese: StatusTable = {
  zone: { place: "hora de {place}", local: "hora local" },
  longDate: longDates({
    weekdays: "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
    months: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    say: (weekday, day, month) => `${weekday}, ${day} de ${month}`,
  }),
  names: {
    // "A UPS", "os CTT": each name has an article of its own, which nobody knows of all of them. The noun before it has one.
    carrier: (name) => (name ? `a transportadora ${name}` : "a transportadora"),
    join: (before, name) => {
      const grown = { de: "da", em: "na", por: "pela", a: "à" }[before.toLowerCase()];
      return grown && /^a transportadora\b/.test(name) ? `${grown} ${name.slice(2)}` : `${before} ${name}`;
    },
  },
  steps: {
    ordered: "Pedido feito",
    shipped: "Enviada",
    in_transit: "A caminho",
    out_for_delivery: "Saiu para entrega",
    delivered: "Entregue",
  },
  stepReturned: "Devolvida",
  arrival: {
    arriving: "Chega {date}",
    nowExpected: "Agora prevista para {date}",
    wasExpected: "Estava prevista para {date}.",
  },
  parcels: {
    which: "Encomenda {nth} de {of}",
    shared: "Repartidos por {of} encomendas",
    some: { one: "Chegou uma de {of} encomendas", other: "Chegaram {arrived} de {of} encomendas" },
    all: { two: "Chegaram as duas encomendas", other: "Chegaram as {of} encomendas" },
  },
  address: "O seu endereço de entrega",
  statuses: {
    pre_transit: text("Embalada", "A sua encomenda está embalada e etiquetada.", "{carrier} vai recolhê-la em breve."),
    accepted: text(
      "Na transportadora",
      "{carrier} já tem a sua encomenda.",
      "Em breve, segue para o próximo centro de distribuição.",
    ),
    in_transit: text("A caminho", "A sua encomenda está a caminho com {carrier}."),
    out_for_delivery: text(
      "Saiu para entrega",
      "A sua encomenda está no veículo de entrega.",
      "{carrier} está a levá-la até ao seu endereço.",
    ),
    available_for_pickup: text(
      "Pronta para recolha",
      "A sua encomenda está à espera num ponto de recolha.",
      "{carrier} guarda-a durante alguns dias.",
      "Leve um documento de identidade e o código de rastreio.",
    ),
    delivered: text("Entregue", "A sua encomenda chegou."),
    delivery_attempt_failed: text(
      "Entrega não realizada",
      "{carrier} passou pelo endereço, mas não conseguiu entregar a encomenda.",
      "Em geral, {carrier} volta a tentar no dia útil seguinte.",
      "Com o código de rastreio, pode escolher outro dia ou um ponto de recolha junto de {carrier}.",
    ),
    exception: text(
      "Em verificação",
      "{carrier} comunicou um problema com a sua encomenda.",
      "{carrier} está a tratar do assunto e nós também o acompanhamos.",
      writeToUs,
    ),
    delayed: text("Atrasada", "A sua encomenda está a demorar mais do que o previsto.", "Continua a caminho."),
    on_hold: text(
      "Retida",
      "{carrier} retém a sua encomenda por enquanto.",
      "Segue viagem assim que for desbloqueada.",
      writeToUs,
    ),
    returned_to_sender: text(
      "Em devolução",
      "A sua encomenda está a voltar para nós.",
      "Quando chegar, escrevemos-lhe para combinar uma nova entrega ou um reembolso.",
      "Escreva-nos se quiser tratar disso já.",
    ),
    cancelled: text("Cancelada", "Este envio foi cancelado.", null, writeToUs),
    lost: text(
      "Extraviada",
      "{carrier} não encontra a sua encomenda.",
      "Estamos a esclarecer a situação com {carrier}.",
      againOrRefund,
    ),
    unknown: text("Ainda sem notícias", "Ainda não temos notícias claras da sua encomenda."),
  },
  reasons: {
    "in_transit/customs": { customer: "Na alfândega" },
    "in_transit/customs_cleared": {
      customer: "Saiu da alfândega",
      happened: "A sua encomenda passou pela alfândega e segue a caminho.",
    },
    "on_hold/customs": {
      customer: "Na alfândega",
      happened: "A alfândega está a verificar a sua encomenda.",
      next: "Costuma demorar um a três dias úteis; depois, segue viagem.",
      act: "Se for preciso pagar taxas ou enviar um documento, {carrier} avisa.",
    },
    "on_hold/payment": {
      customer: "Pagamento pendente",
      happened: "Há um valor a pagar para a sua encomenda seguir viagem.",
      next: "{carrier} desbloqueia-a depois do pagamento.",
      act: "Pague com o código de rastreio no site oficial de {carrier}, nunca por um link numa mensagem inesperada.",
    },
    "on_hold/customer_request": {
      happened: "{carrier} guarda a sua encomenda, como foi pedido.",
      act: null,
    },
    "delivery_attempt_failed/not_home": {
      happened: "{carrier} passou pelo endereço, mas não encontrou ninguém.",
      next: "{carrier} volta a tentar no dia útil seguinte.",
    },
    "delivery_attempt_failed/no_access": {
      happened: "{carrier} não conseguiu chegar à sua porta.",
      act: "Se houver um código de acesso ou outro nome na campainha, avise {carrier} ou escreva-nos.",
    },
    "delivery_attempt_failed/closed": {
      happened: "{carrier} passou pelo endereço, mas estava fechado.",
    },
    "delivery_attempt_failed/notice_left": {
      happened: "{carrier} passou pelo endereço e deixou um aviso.",
      next: "O aviso diz quando ou onde pode receber a encomenda.",
    },
    "delivery_attempt_failed/address": {
      happened: "{carrier} não encontrou o seu endereço.",
      next: "{carrier} está a verificá-lo.",
      act: checkAddress,
    },
    "delivery_attempt_failed/refused": {
      happened: "A encomenda foi recusada à porta.",
      next: "Pode voltar para nós.",
      act: "Se afinal a queria, escreva-nos ainda hoje.",
    },
    "delivery_attempt_failed/final": {
      happened: "{carrier} fez a última tentativa de entregar a sua encomenda.",
      next: "Segue para um ponto de recolha ou volta para nós.",
    },
    "exception/address": {
      customer: "Endereço a confirmar",
      happened: "{carrier} tem uma dúvida sobre o endereço de entrega.",
      next: "A encomenda aguarda até o endereço ser confirmado.",
      act: checkAddress,
    },
    "exception/moved": {
      customer: "Endereço a confirmar",
      happened: "{carrier} comunicou que o endereço já não está certo.",
      next: "A encomenda aguarda até o endereço ser confirmado.",
      act: checkAddress,
    },
    "exception/damage": {
      customer: "Danificada no caminho",
      happened: "{carrier} comunicou que a sua encomenda foi danificada no caminho.",
      next: "Vamos ver o que ainda pode ser entregue.",
      act: againOrRefund,
    },
    "exception/destroyed": {
      customer: "Destruída no caminho",
      happened: "{carrier} comunicou que a sua encomenda foi destruída.",
      next: "Não vai chegar, e estamos a esclarecer a situação com {carrier}.",
      act: againOrRefund,
    },
    "exception/refused": { happened: "{carrier} comunicou que a encomenda foi recusada." },
    "exception/unclaimed": {
      customer: "Não recolhida",
      happened: "A sua encomenda não foi recolhida a tempo.",
      next: "Pode voltar para nós.",
      act: "Escreva-nos se ainda a quiser.",
    },
    "exception/weather": { happened: "O mau tempo está a atrasar a sua encomenda." },
    "delayed/weather": {
      happened: "O mau tempo está a atrasar a sua encomenda.",
      next: "{carrier} segue com ela assim que for seguro.",
    },
    "delayed/misrouted": {
      happened: "A sua encomenda seguiu por um caminho errado e já está a ser reencaminhada.",
    },
    "delivered/neighbour": {
      happened: "A sua encomenda ficou com um vizinho.",
    },
    "delivered/safe_place": { happened: "A sua encomenda ficou num local seguro." },
    "delivered/agent": { happened: "A sua encomenda foi entregue num ponto autorizado." },
    "delivered/picked_up_by_receiver": { happened: "A sua encomenda foi recolhida." },
    "delivered/damaged": { act: "Escreva-nos se algo estiver danificado; uma foto ajuda." },
    "delivered/partial": {
      customer: "Entregue em parte",
      happened: "Chegou uma parte da sua encomenda.",
    },
    "returned_to_sender/returned": {
      customer: "Devolvida",
      happened: "A sua encomenda voltou para nós.",
      next: "Vamos escrever-lhe para combinar uma nova entrega ou um reembolso.",
    },
    "returned_to_sender/address": {
      happened: "Não foi possível chegar ao endereço; por isso, a sua encomenda está a voltar para nós.",
    },
    "returned_to_sender/unclaimed": {
      happened: "A sua encomenda não foi recolhida e está a voltar para nós.",
    },
  },
};
