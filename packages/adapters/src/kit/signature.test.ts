import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { base64Decode, base64Encode, constantTimeEqual, hmacSha256, sha256Hex, utf8 } from "./signature.ts";

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe("signature", () => {
  test("HMAC-SHA256 gives RFC 4231's answers (cases 1, 2 and 6)", () => {
    expect(hmacSha256(bytes("0b".repeat(20)), utf8("Hi There"), "hex")).toBe(
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    );
    expect(hmacSha256("Jefe", utf8("what do ya want for nothing?"), "hex")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    expect(
      hmacSha256(bytes("aa".repeat(131)), utf8("Test Using Larger Than Block-Size Key - Hash Key First"), "hex"),
    ).toBe("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  });
  test("parts are hashed as if they were one message, in either encoding", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.uint8Array({ minLength: 1 }), (parts, key) => {
        const whole = new Uint8Array(parts.flatMap((part) => [...part]));
        expect(hmacSha256(key, parts, "hex")).toBe(hmacSha256(key, whole, "hex"));
        const decoded = base64Decode(hmacSha256(key, parts, "base64")) ?? new Uint8Array();
        expect(decoded).toEqual(bytes(hmacSha256(key, whole, "hex")));
      }),
    );
  });
  test("SHA-256 gives FIPS 180-2's answer for abc", () => {
    expect(sha256Hex(utf8("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
  test("constantTimeEqual agrees with === for any two texts, of any lengths", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        expect(constantTimeEqual(a, b)).toBe(a === b);
        expect(constantTimeEqual(a, `${a}`)).toBe(true);
        expect(constantTimeEqual(a, `${a}x`)).toBe(false);
      }),
    );
  });
  test("base64 goes there and back, URL-safe letters included; what is no base64 is null", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => expect(base64Decode(base64Encode(value))).toEqual(new Uint8Array(value))),
    );
    expect(base64Decode("-_-_")).toEqual(new Uint8Array([0xfb, 0xff, 0xbf]));
    expect(base64Encode("é:")).toBe("w6k6");
    expect(base64Decode("not base64!")).toBeNull();
  });
});
