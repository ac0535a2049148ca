import { describe, expect, test } from "bun:test";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import fc from "fast-check";
import { hasShared, sharedJson } from "../contract/world.ts";
import { identified, trackingIdentity } from "./identity.ts";

// Numbers that carriers and jkeen/tracking_number_data publish (docs/platforms/tracking-numbers.md#check-digits).
const PLAIN = [
  ...["1Z5R89390357567127", "1Z879E930346834440", "1ZXX3150YW44070023", "1Z12345E0205271688", "K1506235620"],
  ...["986578788855", "477179081230", "041441760228964", "000123450000000027", "DT123456789012"],
  ...["9400111206206406260787", "9205590164917312751089", "92748931507708513018050063", "03071790000523483741"],
  ...["RB123456785GB", "RB123456785US", "EW112720413FR", "090367574000000FE1E1B", "00340434161094015902"],
  ...["3318810025", "73891051146", "JJD0099999999", "JD014600006281230704", "GM2951173225174494", "0073938000549297"],
  ...["320595463938", "KYV009956937", "09980000020033F", "TBA502887274000", "C11031500001879", "1LS717793482164"],
  ...["YT2229521272164446", "AB12345", "420773161234", "420123456789", "42012345"],
];

/** A barcode's spelling and the number that people know: where each is cut is in the carriers' label guides. */
const BARCODES: [string, string][] = [
  ["420773169261290283641500004181", "9261290283641500004181"],
  ["420787459400111206206406260787", "9400111206206406260787"],
  ["4201002334249200190132607600833457", "9200190132607600833457"],
  ["4201028200009261290113185417468510", "9261290113185417468510"],
  ["420221539101026837331000039521", "9101026837331000039521"],
  ["42022153EA123456785US", "EA123456785US"],
  ["1001921334250001000300779017972697", "779017972697"],
  ["1027590111820004833500785458233610", "785458233610"],
  ["1195266473930007521100871079919940", "871079919940"],
  ["9622001900000000000000776632517510", "776632517510"],
  ["9632001560123456789900794808390594", "794808390594"],
  ["9611020987654312345672", "987654312345672"],
  ["32971514560102447849175802862014", "784917580286"],
];

const fullWidth = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const arabic = (text: string) => text.replace(/[0-9]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x0630));
const cyrillic = (text: string) => text.replace(/[ABCEHKMOPTX]/g, (c) => "АВСЕНКМОРТХ"["ABCEHKMOPTX".indexOf(c)] ?? c);
const greek = (text: string) => text.replace(/[ABEHKMNOPTXZ]/g, (c) => "ΑΒΕΗΚΜΝΟΡΤΧΖ"["ABEHKMNOPTXZ".indexOf(c)] ?? c);
const between = (mark: string) => (text: string) => [...text].join(mark);
const groups = (mark: string) => (text: string) => (text.match(/.{1,4}/g) ?? []).join(mark);

const DECORATIONS: Record<string, (text: string) => string> = {
  ...{
    lower: (t) => t.toLowerCase(),
    blanks: groups(" "),
    dashes: groups("-"),
    "en dashes": groups("–"),
    dots: groups("."),
  },
  ...{
    "no-break blanks": groups("\u00a0"),
    "thin blanks": groups("\u202f"),
    tabs: groups("\t"),
    lines: (t) => `\r\n${t}\n`,
  },
  ...{
    "zero width": between("\u200b"),
    joiners: between("\u200d"),
    "soft hyphens": groups("\u00ad"),
    bom: (t) => `\ufeff${t}`,
  },
  ...{
    "right to left": (t) => `\u200f\u202b${t}\u202c`,
    isolates: (t) => `\u2066${t}\u2069`,
    variation: (t) => `${t}\ufe0f`,
  },
  ...{
    "code 39": (t) => `*${t}*`,
    "]C1": (t) => `]C1${t}`,
    "]C0": (t) => `]C0${t}`,
    "]d2": (t) => `]d2${t}`,
    "]Q3": (t) => `]Q3${t}`,
  },
  ...{
    separator: (t) => `\u001d${t}\u001d`,
    "within it": (t) => `]C1${t.slice(0, 8)}\u001d${t.slice(8)}`,
    "<GS>": (t) => `<GS>${t}`,
  },
  ...{ quoted: (t) => `"${t}"`, apostrophe: (t) => `'${t}`, hash: (t) => `#${t}`, comma: (t) => `${t},` },
  ...{ "full width": fullWidth, arabic, cyrillic, greek },
};

describe("trackingIdentity (docs/platforms/tracking-numbers.md#normalising)", () => {
  test("a plain number is its own identity", () => {
    for (const number of PLAIN) expect(trackingIdentity(number)).toBe(number);
  });
  test("a barcode's spelling has the identity of the number that people know", () => {
    for (const [barcode, number] of BARCODES) expect([barcode, trackingIdentity(barcode)]).toEqual([barcode, number]);
    expect(trackingIdentity("(420) 77316 (92) 61290283641500004181")).toBe("9261290283641500004181");
    expect(trackingIdentity("(00) 3 4043416 109401590 2")).toBe("00340434161094015902");
    expect(trackingIdentity("(J) JD01 4600 0062 8123 0704")).toBe("JD014600006281230704");
  });
  for (const [name, decorate] of Object.entries(DECORATIONS)) {
    test(`every number decorated has the identity of the plain one: ${name}`, () => {
      for (const plain of [...PLAIN, ...BARCODES.map(([barcode]) => barcode)]) {
        expect([plain, trackingIdentity(decorate(plain))]).toEqual([plain, trackingIdentity(plain)]);
      }
    });
  }
  test("an O for a zero is mended where one known shape and its check digit then hold, and nowhere else", () => {
    expect(trackingIdentity("94OO1112O62O64O626O787")).toBe("9400111206206406260787");
    expect(trackingIdentity("1Z5R8939O357567127")).toBe("1Z5R89390357567127");
    expect(trackingIdentity("lZ5R89390357567127")).toBe("1Z5R89390357567127");
    // No reading of these proves anything: 986508788855 fails its check, and a letter among others is a letter.
    expect(trackingIdentity("9865O8788855")).toBe("9865O8788855");
    expect(trackingIdentity("BO12345")).toBe("BO12345");
    expect(trackingIdentity("OOOO")).toBe("OOOO");
  });
  test("where both lengths of ZIP code leave an IMpb, the check digit decides", () => {
    // 26 digits whose fifth begins another number of 22: mod 10 (3, 1) holds for one of them, whichever the last digit is made for.
    const start = "9274931234567890123456789";
    const digit = (from: number) => "0123456789"[(10 - (sum(start.slice(from)) % 10)) % 10];
    const sum = (text: string) => [...text].reduce((total, c, i) => total + Number(c) * (i % 2 === 0 ? 3 : 1), 0);
    expect(trackingIdentity(`42012345${start}${digit(0)}`)).toBe(`${start}${digit(0)}`);
    expect(trackingIdentity(`42012345${start}${digit(4)}`)).toBe(`${start.slice(4)}${digit(4)}`);
  });
  test("FedEx's 34 digits: what stands before the twelve does not matter, their own check digit does", () => {
    expect(trackingIdentity("1234567890123456789099986578788855")).toBe("986578788855");
    expect(trackingIdentity("1234567890123456789099986578788854")).toBe("1234567890123456789099986578788854");
  });
  test("nothing is cut where the check digit does not hold or the shape is another's", () => {
    const whole = [
      ...["9611020987654312345673", "1001921334250001000300779017972698", "32971514560102447849175802852014"],
      ...["420773160061290283641500004181", "4207731692612902836415000041", "420773169261290283641500004182X"],
      ...["42077316", "420123456789", "960000000000", "96110209876543", "9400111206206406260787123456789"],
    ];
    for (const number of whole) expect(trackingIdentity(number)).toBe(number);
  });
  test("it is idempotent, and what has no known shape is cleaned and never cut", () => {
    const typed = fc.oneof(
      fc.string({ maxLength: 50, unit: "grapheme" }),
      fc.stringMatching(/^[0-9]{5,40}$/),
      fc.stringMatching(/^420[0-9]{5}9[1-5][0-9]{20}$/),
      fc.stringMatching(/^\]C1[0-9A-Zo ]{5,30}\*$/),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const once = trackingIdentity(text);
        expect(trackingIdentity(once)).toBe(once);
        expect(normaliseTrackingNumber(once)).toBe(once);
        if (!/^(?:420|96|3)?[0-9]{22,34}$/.test(normaliseTrackingNumber(text))) {
          expect(once.length).toBe(normaliseTrackingNumber(text).length);
        }
      }),
      { numRuns: 2_000 },
    );
  });
  test("the scans of an update told under a barcode are those of the plain number", () => {
    const scan = (number: string) => ({
      ...{
        key: `usps|${number}||I/OT|2026-11-20T09:14|denver|us`,
        code: "I/OT",
        status: "in_transit" as const,
        reason: null,
      },
      ...{ message: "On its way", place: null, ordinal: null },
      time: { local: "2026-11-20T09:14:00", offset: null, instant: null, precision: "minute" as const },
    });
    const update = (number: string) => ({
      ...{ number, carrier: "usps", uniqueId: null, handle: null, eta: null, proof: null, scans: [scan(number)] },
    });
    expect(identified(update("420773169261290283641500004181"))).toEqual(update("9261290283641500004181"));
    expect(identified(update("9261290283641500004181"))).toEqual(update("9261290283641500004181"));
  });
});

describe("the identities of jkeen/tracking_number_data's numbers (needs originals)", () => {
  type Entry = { valid: string[] };
  const entries = hasShared ? (sharedJson("fixtures/tracking-numbers.json") as Entry[]) : [];
  const valid = [...new Set(entries.flatMap((entry) => entry.valid).map(normaliseTrackingNumber))];
  test.skipIf(!hasShared)("decorations change none; only a barcode becomes another, which stands in it whole", () => {
    for (const number of valid) {
      const identity = trackingIdentity(number);
      for (const decorate of Object.values(DECORATIONS)) {
        expect([number, trackingIdentity(decorate(number))]).toEqual([number, identity]);
      }
      if (identity !== number)
        expect([number, number.length > 20 && number.includes(identity)]).toEqual([number, true]);
    }
  });
});
