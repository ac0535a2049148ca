const names: Record<string, string> = {
  ups: "UPS",
  fedex: "FedEx",
  usps: "USPS",
  dhl: "DHL",
  dhl_express: "DHL Express",
  easypost: "EasyPost",
  gls: "GLS",
  dpd: "DPD",
  hermes: "Hermes",
  ontrac: "OnTrac",
  lasership: "LaserShip",
  canada_post: "Canada Post",
  royal_mail: "Royal Mail",
};

/** A carrier's name as it is written; an unknown id is shown in capitals when short, else with a capital. */
export const carrierName = (id: string): string =>
  names[id] ?? (id.length <= 4 ? id.toUpperCase() : id.charAt(0).toUpperCase() + id.slice(1).replaceAll("_", " "));

/** The carriers a seller may choose from when the number alone does not tell. */
export const knownCarriers: readonly string[] = ["ups", "fedex", "usps", "dhl", "dhl_express", "gls", "dpd"];
