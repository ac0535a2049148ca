import type { Place, Warehouse } from "./types.ts";

type Row = readonly [city: string, region: string, zip: string, zone: string];

function places(country: string, rows: readonly Row[]): Place[] {
  return rows.map(([city, region, zip, zone]) => ({ city, region, country, zip, zone }));
}

/** Where buyers live, by country. Regions are the postal abbreviation where the country has one in addresses. */
export const homes: Record<string, Place[]> = {
  US: places("US", [
    ["Seattle", "WA", "98101", "America/Los_Angeles"],
    ["San Diego", "CA", "92101", "America/Los_Angeles"],
    ["Denver", "CO", "80202", "America/Denver"],
    ["Austin", "TX", "78701", "America/Chicago"],
    ["Minneapolis", "MN", "55401", "America/Chicago"],
    ["Charlotte", "NC", "28202", "America/New_York"],
    ["Boston", "MA", "02108", "America/New_York"],
    ["Paramus", "NJ", "07652", "America/New_York"],
    ["Miami", "FL", "33130", "America/New_York"],
    ["Phoenix", "AZ", "85004", "America/Phoenix"],
  ]),
  CA: places("CA", [
    ["Vancouver", "BC", "V6B 1A1", "America/Vancouver"],
    ["Toronto", "ON", "M5V 2T6", "America/Toronto"],
    ["Montréal", "QC", "H2Y 1C6", "America/Toronto"],
  ]),
  GB: places("GB", [
    ["Bristol", "ENG", "BS1 4DJ", "Europe/London"],
    ["Edinburgh", "SCT", "EH1 1BB", "Europe/London"],
    ["Cardiff", "WLS", "CF10 1EP", "Europe/London"],
  ]),
  DE: places("DE", [
    ["Hamburg", "", "20095", "Europe/Berlin"],
    ["München", "", "80331", "Europe/Berlin"],
    ["Leipzig", "", "04109", "Europe/Berlin"],
  ]),
  FR: places("FR", [
    ["Lyon", "", "69002", "Europe/Paris"],
    ["Nantes", "", "44000", "Europe/Paris"],
  ]),
  ES: places("ES", [["València", "V", "46001", "Europe/Madrid"]]),
  NL: places("NL", [["Utrecht", "", "3511 AD", "Europe/Amsterdam"]]),
  DK: places("DK", [["Aarhus", "", "8000", "Europe/Copenhagen"]]),
  PL: places("PL", [["Kraków", "", "30-001", "Europe/Warsaw"]]),
  JP: places("JP", [
    ["Kyoto", "JP-26", "600-8216", "Asia/Tokyo"],
    ["Sapporo", "JP-01", "060-0042", "Asia/Tokyo"],
  ]),
  AU: places("AU", [
    ["Melbourne", "VIC", "3000", "Australia/Melbourne"],
    ["Perth", "WA", "6000", "Australia/Perth"],
  ]),
  IN: places("IN", [
    ["Bengaluru", "KA", "560001", "Asia/Kolkata"],
    ["Pune", "MH", "411001", "Asia/Kolkata"],
  ]),
  BR: places("BR", [["Curitiba", "PR", "80010-000", "America/Sao_Paulo"]]),
  MX: places("MX", [["Guadalajara", "JAL", "44100", "America/Mexico_City"]]),
};

/** The sorting centre where parcels enter a country. */
export const gateways: Record<string, Place> = {
  US: { city: "Louisville", region: "KY", country: "US", zip: "40213", zone: "America/Kentucky/Louisville" },
  CA: { city: "Mississauga", region: "ON", country: "CA", zip: "L5S 1Y9", zone: "America/Toronto" },
  GB: { city: "Derby", region: "ENG", country: "GB", zip: "DE74 2TR", zone: "Europe/London" },
  DE: { city: "Köln", region: "", country: "DE", zip: "51147", zone: "Europe/Berlin" },
  FR: { city: "Roissy-en-France", region: "", country: "FR", zip: "95700", zone: "Europe/Paris" },
  ES: { city: "Madrid", region: "M", country: "ES", zip: "28042", zone: "Europe/Madrid" },
  NL: { city: "Eindhoven", region: "", country: "NL", zip: "5657", zone: "Europe/Amsterdam" },
  DK: { city: "Kastrup", region: "", country: "DK", zip: "2770", zone: "Europe/Copenhagen" },
  PL: { city: "Warszawa", region: "", country: "PL", zip: "02-143", zone: "Europe/Warsaw" },
  JP: { city: "Narita", region: "JP-12", country: "JP", zip: "282-0004", zone: "Asia/Tokyo" },
  AU: { city: "Sydney", region: "NSW", country: "AU", zip: "2020", zone: "Australia/Sydney" },
  IN: { city: "Mumbai", region: "MH", country: "IN", zip: "400099", zone: "Asia/Kolkata" },
  BR: { city: "Campinas", region: "SP", country: "BR", zip: "13052-902", zone: "America/Sao_Paulo" },
  MX: { city: "Ciudad de México", region: "CMX", country: "MX", zip: "15620", zone: "America/Mexico_City" },
};

/** Sorting hubs inside the United States, by carrier. */
export const hubs = {
  ups: places("US", [
    ["Louisville", "KY", "40213", "America/Kentucky/Louisville"],
    ["Ontario", "CA", "91761", "America/Los_Angeles"],
    ["Dallas", "TX", "75261", "America/Chicago"],
  ]),
  fedex: places("US", [
    ["Memphis", "TN", "38118", "America/Chicago"],
    ["Indianapolis", "IN", "46241", "America/Indiana/Indianapolis"],
    ["Oakland", "CA", "94621", "America/Los_Angeles"],
  ]),
  usps: places("US", [
    ["Chicago", "IL", "60666", "America/Chicago"],
    ["Salt Lake City", "UT", "84199", "America/Denver"],
    ["Jersey City", "NJ", "07097", "America/New_York"],
  ]),
} as const;

/** Two warehouses, so that one order may need two fulfilment orders and two parcels. */
export const warehouses: readonly [Warehouse, Warehouse] = [
  {
    id: "71340000001",
    name: "Portland workshop",
    address1: "2200 NW Front Avenue",
    place: { city: "Portland", region: "OR", country: "US", zip: "97209", zone: "America/Los_Angeles" },
  },
  {
    id: "71340000002",
    name: "Savannah warehouse",
    address1: "14 Wharf Street",
    place: { city: "Savannah", region: "GA", country: "US", zip: "31401", zone: "America/New_York" },
  },
];

export const countryNames: Record<string, string> = {
  US: "United States",
  CA: "Canada",
  GB: "United Kingdom",
  DE: "Germany",
  FR: "France",
  ES: "Spain",
  NL: "Netherlands",
  DK: "Denmark",
  PL: "Poland",
  JP: "Japan",
  AU: "Australia",
  IN: "India",
  BR: "Brazil",
  MX: "Mexico",
};

export const currencies: Record<string, string> = {
  CA: "CAD",
  GB: "GBP",
  DE: "EUR",
  FR: "EUR",
  ES: "EUR",
  NL: "EUR",
  DK: "DKK",
  PL: "PLN",
  JP: "JPY",
  AU: "AUD",
  IN: "INR",
  BR: "BRL",
  MX: "MXN",
};

export const provinceNames: Record<string, string> = {
  WA: "Washington",
  CA: "California",
  CO: "Colorado",
  TX: "Texas",
  MN: "Minnesota",
  NC: "North Carolina",
  MA: "Massachusetts",
  NJ: "New Jersey",
  FL: "Florida",
  AZ: "Arizona",
  BC: "British Columbia",
  ON: "Ontario",
  QC: "Quebec",
  ENG: "England",
  SCT: "Scotland",
  WLS: "Wales",
  V: "Valencia",
  "JP-26": "Kyōto",
  "JP-01": "Hokkaidō",
  VIC: "Victoria",
  KA: "Karnataka",
  MH: "Maharashtra",
  PR: "Paraná",
  JAL: "Jalisco",
};
