/** The codes of ISO 4217, list one, with its amendments up to January 2026 (the euro in Bulgaria). */
export const ACTIVE_CURRENCIES: ReadonlySet<string> = new Set(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF
  CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
  ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
  MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
  SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV
  WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG`.split(/\s+/),
);

/** Codes that the standard has withdrawn since 2000: an order keeps the currency that it was paid in. */
const WITHDRAWN: ReadonlySet<string> = new Set(
  `AFA ANG AZM BGN BYB BYR CSD CUC CYP ECS EEK GHC GWP HRK LTL LVL MGF MRO MTL MXP MZM ROL RUR SDD SIT SKK SLL SRG STD TMM TPE
  TRL VEB VEF YUM ZMK ZWD ZWL ZWN ZWR`.split(/\s+/),
);

/** Codes of the standard that name no money: one for tests, one for "no currency". */
const NO_MONEY: ReadonlySet<string> = new Set(["XTS", "XXX"]);

/** Does the standard know this code, today or since 2000, as money? */
export function isIsoCurrency(code: string): boolean {
  return (ACTIVE_CURRENCIES.has(code) && !NO_MONEY.has(code)) || WITHDRAWN.has(code);
}
