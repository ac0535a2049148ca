/**
 * Countries with one clock, or one that nearly everybody there uses. A parcel's day is decided where it arrives, and carriers
 * name a country more often than a zone. Countries that are missing have several clocks (see `regions`) or are guessed from
 * the last scan's offset.
 */
const countries: Readonly<Record<string, string>> = {
  AE: "Asia/Dubai",
  AR: "America/Argentina/Buenos_Aires",
  AT: "Europe/Vienna",
  BD: "Asia/Dhaka",
  BE: "Europe/Brussels",
  BG: "Europe/Sofia",
  CH: "Europe/Zurich",
  CN: "Asia/Shanghai",
  CO: "America/Bogota",
  CY: "Asia/Nicosia",
  CZ: "Europe/Prague",
  DE: "Europe/Berlin",
  DK: "Europe/Copenhagen",
  EE: "Europe/Tallinn",
  EG: "Africa/Cairo",
  FI: "Europe/Helsinki",
  FR: "Europe/Paris",
  GB: "Europe/London",
  GR: "Europe/Athens",
  HK: "Asia/Hong_Kong",
  HR: "Europe/Zagreb",
  HU: "Europe/Budapest",
  IE: "Europe/Dublin",
  IL: "Asia/Jerusalem",
  IN: "Asia/Kolkata",
  IS: "Atlantic/Reykjavik",
  IT: "Europe/Rome",
  JP: "Asia/Tokyo",
  KE: "Africa/Nairobi",
  KR: "Asia/Seoul",
  LT: "Europe/Vilnius",
  LU: "Europe/Luxembourg",
  LV: "Europe/Riga",
  MA: "Africa/Casablanca",
  MT: "Europe/Malta",
  MY: "Asia/Kuala_Lumpur",
  NG: "Africa/Lagos",
  NL: "Europe/Amsterdam",
  NO: "Europe/Oslo",
  NZ: "Pacific/Auckland",
  PE: "America/Lima",
  PH: "Asia/Manila",
  PK: "Asia/Karachi",
  PL: "Europe/Warsaw",
  PR: "America/Puerto_Rico",
  PT: "Europe/Lisbon",
  RO: "Europe/Bucharest",
  RS: "Europe/Belgrade",
  SA: "Asia/Riyadh",
  SE: "Europe/Stockholm",
  SG: "Asia/Singapore",
  SI: "Europe/Ljubljana",
  SK: "Europe/Bratislava",
  TH: "Asia/Bangkok",
  TR: "Europe/Istanbul",
  TW: "Asia/Taipei",
  UA: "Europe/Kyiv",
  VN: "Asia/Ho_Chi_Minh",
  ZA: "Africa/Johannesburg",
};

/** States and provinces by the clock that most of their people use; those of one clock share a line. */
const regions: Readonly<Record<string, readonly (readonly [zone: string, codes: string])[]>> = {
  US: [
    ["America/New_York", "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV"],
    ["America/Chicago", "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI"],
    ["America/Denver", "CO ID MT NM UT WY"],
    ["America/Phoenix", "AZ"],
    ["America/Los_Angeles", "CA NV OR WA"],
    ["America/Anchorage", "AK"],
    ["Pacific/Honolulu", "HI"],
    ["America/Puerto_Rico", "PR VI"],
  ],
  CA: [
    ["America/Toronto", "ON QC NU"],
    ["America/Halifax", "NS NB PE"],
    ["America/St_Johns", "NL"],
    ["America/Winnipeg", "MB"],
    ["America/Regina", "SK"],
    ["America/Edmonton", "AB NT"],
    ["America/Vancouver", "BC"],
    ["America/Whitehorse", "YT"],
  ],
  AU: [
    ["Australia/Sydney", "NSW ACT VIC TAS"],
    ["Australia/Brisbane", "QLD"],
    ["Australia/Adelaide", "SA"],
    ["Australia/Darwin", "NT"],
    ["Australia/Perth", "WA"],
  ],
  BR: [
    ["America/Sao_Paulo", "SP RJ MG ES PR SC RS GO DF BA SE AL PE PB RN CE PI MA TO PA AP"],
    ["America/Manaus", "AM RR RO MT MS"],
    ["America/Rio_Branco", "AC"],
  ],
  ES: [
    ["Atlantic/Canary", "GC TF"],
    ["Europe/Madrid", "*"],
  ],
  MX: [
    ["America/Tijuana", "BC BCN"],
    ["America/Cancun", "QR ROO"],
    ["America/Hermosillo", "SO SON"],
    ["America/Mexico_City", "*"],
  ],
};

/**
 * The clock of a delivery address; null when the country has several and the region does not say which.
 *
 * @param of.country ISO 3166 code @param of.region the code of the state or province as the shop gave it
 * @example zoneOf({ country: "US", region: "CO" }) // "America/Denver"
 */
export function zoneOf(input: { country: string | null; region: string | null }): string | null {
  const country = input.country?.trim().toUpperCase() ?? "";
  if (Object.hasOwn(countries, country)) return countries[country] ?? null;
  if (!Object.hasOwn(regions, country)) return null;
  // "US-CO" and "CO" are the same state.
  const region = (input.region ?? "").trim().toUpperCase().replace(`${country}-`, "");
  const found = regions[country]?.find(([, codes]) => codes === "*" || codes.split(" ").includes(region));
  return found?.[0] ?? null;
}

/**
 * A fixed offset as a zone of the database; null for offsets that are no whole hour.
 *
 * @example zoneOfOffset(-300) // "Etc/GMT+5": POSIX counts the other way round
 */
export function zoneOfOffset(minutes: number): string | null {
  if (minutes % 60 !== 0 || Math.abs(minutes) > 12 * 60) return null;
  if (minutes === 0) return "UTC";
  return `Etc/GMT${minutes > 0 ? "-" : "+"}${Math.abs(minutes) / 60}`;
}
