import { countryNames, currencies, homes, provinceNames } from "./places.ts";
import type { Random } from "./random.ts";
import { digits } from "./random.ts";
import type { Buyer, Place } from "./types.ts";

type Naming = { first: readonly string[]; last: readonly string[]; street: (random: Random) => string; dial: string };

const words = (text: string) => text.split(" ");
const numberFirst = (streets: readonly string[]) => (random: Random) => `${random.int(1, 980)} ${random.pick(streets)}`;
const numberLast = (streets: readonly string[]) => (random: Random) => `${random.pick(streets)} ${random.int(1, 180)}`;

const english: Omit<Naming, "dial" | "street"> = {
  first: words("Amelia Marcus Priya Daniel Grace Theo Naomi Owen Leila Samuel Ruth Jack Hannah Dev Olivia Tom"),
  last: words("Bennett Okafor Marsh Nguyen Whitfield O'Brien Castellanos Hughes Lindqvist Fraser Adeyemi Cole Sharma"),
};

const naming: Record<string, Naming> = {
  US: {
    ...english,
    street: numberFirst(["Maple Avenue", "Juniper Street", "Lakeview Drive", "Cedar Court", "3rd Street"]),
    dial: "+1206555",
  },
  CA: { ...english, street: numberFirst(["Bloor Street W", "Rue Saint-Paul", "Granville Street"]), dial: "+1604555" },
  GB: {
    ...english,
    street: numberFirst(["Park Row", "Castle Street", "Mill Lane", "Station Road"]),
    dial: "+44117496",
  },
  AU: { ...english, street: numberFirst(["Collins Street", "Hay Street", "Swanston Street"]), dial: "+6135550" },
  DE: {
    first: words("Jürgen Anneliese Björn Käthe Lukas Maike Friedrich"),
    last: words("Müller Weiß Schröder Krüger Vogel Jäger Böhm"),
    street: numberLast(["Lindenstraße", "Große Elbstraße", "Schillerplatz"]),
    dial: "+494012",
  },
  FR: {
    first: words("Chloé Étienne Margaux Loïc Anaïs François"),
    last: words("Lefèvre Dubois Gauthier Moreau Noël"),
    street: numberFirst(["rue de la République", "quai Saint-Antoine", "avenue des Tilleuls"]),
    dial: "+33472",
  },
  ES: {
    first: words("Lucía Íñigo Marta Álvaro"),
    last: words("Peña Ibáñez García Núñez"),
    street: numberLast(["Calle de la Paz,", "Avenida del Puerto,"]),
    dial: "+34963",
  },
  NL: {
    first: words("Sanne Daan Fleur Joost"),
    last: ["de Vries", "van den Berg", "Bakker"],
    street: numberLast(["Oudegracht", "Nachtegaalstraat"]),
    dial: "+31302",
  },
  DK: {
    first: words("Søren Freja Astrid Kjeld"),
    last: words("Østergaard Kjær Nørgaard"),
    street: numberLast(["Åboulevarden", "Skovvejen"]),
    dial: "+45861",
  },
  PL: {
    first: words("Łukasz Zofia Michał Agnieszka"),
    last: words("Wiśniewska Zieliński Dąbrowski"),
    street: numberLast(["ul. Floriańska", "ul. Długa"]),
    dial: "+48124",
  },
  JP: {
    first: words("Haruka Kenji Yui Daichi"),
    last: words("Satō Takahashi Itō Kobayashi"),
    street: (random) => `${random.int(1, 9)}-${random.int(1, 20)} Higashi-Shiokoji`,
    dial: "+8175",
  },
  IN: {
    first: words("Ananya Rohan Meera Arjun"),
    last: words("Iyer Deshpande Kulkarni Rao"),
    street: numberFirst(["MG Road", "Fergusson College Road"]),
    dial: "+9180",
  },
  BR: {
    first: words("João Beatriz Thiago Conceição"),
    last: words("Gonçalves Araújo Moreira"),
    street: numberLast(["Rua das Flores,", "Avenida Sete de Setembro,"]),
    dial: "+55413",
  },
  MX: {
    first: words("Ximena José Renata Andrés"),
    last: words("Hernández Muñoz Ramírez"),
    street: numberLast(["Calle Independencia", "Avenida Juárez"]),
    dial: "+52333",
  },
};

// Half of the parcels stay in the country; the rest go everywhere.
const abroad = [
  "CA",
  "CA",
  "GB",
  "GB",
  "GB",
  "DE",
  "DE",
  "FR",
  "FR",
  "ES",
  "NL",
  "DK",
  "PL",
  "JP",
  "JP",
  "AU",
  "AU",
  "IN",
  "BR",
  "MX",
];
const mailHosts = ["example.com", "example.org", "example.net", "mail.example.com"];

const locales: Record<string, string> = {
  DE: "de-DE",
  FR: "fr-FR",
  ES: "es-ES",
  MX: "es-MX",
  BR: "pt-BR",
  IN: "hi-IN",
  GB: "en-GB",
  CA: "en-CA",
  AU: "en-AU",
  US: "en-US",
};

/** The language a buyer shops in, as Shopify's `customerLocale` writes it; "en" where the shop has not theirs. */
export const localeOf = (buyer: Buyer): string => locales[buyer.address.countryCode] ?? "en";

function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[łŁ]/g, "l")
    .replace(/[øØ]/g, "o")
    .replace(/ß/g, "ss")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}

/** A new buyer with an address in a real city; e-mail domains are the reserved example ones. */
export function makeBuyer(input: { random: Random; id: string; home?: string }): Buyer {
  const { random } = input;
  const country = random.chance(0.5) ? (input.home ?? "US") : random.pick(abroad);
  const names = naming[country] as Naming;
  const place: Place = random.pick(homes[country] as Place[]);
  const firstName = random.pick(names.first);
  const lastName = random.pick(names.last);
  const phone = names.dial + digits(random, 4 + (names.dial.length < 7 ? 2 : 0));
  return {
    id: input.id,
    firstName,
    lastName,
    email: `${slug(firstName)}.${slug(lastName)}${random.int(1, 99)}@${random.pick(mailHosts)}`,
    place,
    currency: currencies[country] ?? "USD",
    address: {
      firstName,
      lastName,
      company: random.chance(0.12) ? `${lastName} & Partners` : null,
      address1: names.street(random),
      address2: random.chance(0.2) ? `Flat ${random.int(1, 40)}` : null,
      city: place.city,
      province: place.region === "" ? null : (provinceNames[place.region] ?? place.region),
      provinceCode: place.region === "" ? null : place.region,
      zip: place.zip,
      country: countryNames[country] ?? country,
      countryCode: country,
      phone,
    },
  };
}
