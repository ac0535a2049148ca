import { describe, expect, test } from "bun:test";
import type { ShipmentStatus } from "@waybill/domain/status";
import fc from "fast-check";
import type { z } from "zod";
import { settingsFields } from "../kit/settings.ts";
import { utf8 } from "../kit/signature.ts";
import { detectCarrier } from "../numbers/detect.ts";
import { isAdapterError, type SettingsSchema } from "../ports/adapter.ts";
import type { CarrierDefinition } from "../ports/carrier.ts";
import type { RawWebhook } from "../ports/webhook.ts";
import { type CarrierCases, expectSound, shortUpdate } from "./carrier-data.ts";
import { carrierPollContract } from "./carrier-poll.ts";
import { platformRules } from "./platform.ts";
import { hasShared, nonsense, pathsOf, replaced } from "./world.ts";

/**
 * The suite every carrier passes: definition, signature (accepted, and refused four ways), samples, garbage, purity, unknown
 * codes, numbers, and polling against a local HTTP server.
 *
 * @example carrierContract(ups, { settings: { clientId: "id", … }, samples: [{ name: "out for delivery", … }], … });
 */
export function carrierContract<Schema extends SettingsSchema>(
  definition: CarrierDefinition<Schema>,
  cases: CarrierCases,
): void {
  const { webhook, parse } = definition;
  const NOW = 1_790_000_000_000;
  const settingsFor = (input: Record<string, string>) => definition.settings.parse(input) as z.infer<Schema>;
  const settings = () => settingsFor(cases.settings);
  const raw = (body: string | Uint8Array, headers: Record<string, string> = {}): RawWebhook => ({
    body: typeof body === "string" ? utf8(body) : body,
    headers,
    url: "https://shop.example/webhooks/carriers/con_1",
  });
  const signed = (body: string) => raw(body, webhook.sign(utf8(body), settings(), NOW));
  const sample = definition.sample("1Z5R89390357567127", NOW);

  describe(`${definition.id}: definition`, () => {
    platformRules({ definition, ...cases });
    test("has a base URL that defaults to https", () => {
      const fields = settingsFields(definition.settings);
      expect(fields.find((field) => field.name === "baseUrl")?.default).toStartWith("https://");
      expect(definition.poll.batch).toBeGreaterThan(0);
    });
    test("links to the carrier's page for a number, escaped, or says that there is none", () => {
      const url = definition.trackingUrl("1Z 5/7?&");
      if (url !== null) expect(new URL(url).protocol).toBe("https:");
      if (url !== null) expect(url).toContain(encodeURIComponent("1Z 5/7?&"));
    });
    test("recognises its numbers; a failed check digit ranks lower and does not reject", () => {
      for (const number of cases.numbers.passes) {
        expect(detectCarrier([definition], number)[0]).toMatchObject({ via: definition.id, checkPassed: true });
      }
      for (const number of cases.numbers.fails) {
        const found = detectCarrier([definition], number);
        expect(found.length).toBeGreaterThan(0);
        expect(found[0]?.confidence ?? 1).toBeLessThan(0.5);
      }
    });
  });

  describe(`${definition.id}: webhook signature`, () => {
    const verdict = (request: RawWebhook, by = settings()) => webhook.verify(request, by, NOW).ok;
    const secretIs = (value: string) => ({ ...settings(), [cases.webhookSecret]: value }) as z.infer<Schema>;
    test("accepts what it signed itself", () => expect(verdict(signed(sample))).toBe(true));
    test("refuses a missing header", () => expect(verdict(raw(sample))).toBe(false));
    test("refuses everything when no secret is set", () => {
      expect(verdict(signed(sample), secretIs(""))).toBe(false);
      expect(verdict(raw(sample, webhook.sign(utf8(sample), secretIs(""), NOW)), secretIs(""))).toBe(false);
    });
    test("refuses one changed byte, in the signature and in the body it covers", () => {
      const { headers } = signed(sample);
      for (const [name, value] of Object.entries(headers)) {
        for (const at of [0, value.length - 5]) {
          const other = value[at] === "A" ? "B" : "A";
          const forged = { ...headers, [name]: value.slice(0, at) + other + value.slice(at + 1) };
          expect(verdict(raw(sample, forged))).toBe(false);
        }
        for (const wrong of ["", " ", value.slice(1), `${value}${value}`]) {
          expect(verdict(raw(sample, { ...headers, [name]: wrong }))).toBe(false);
        }
      }
      const changed = utf8(sample);
      changed[changed.length - 2] = (changed[changed.length - 2] ?? 0) ^ 1;
      if (cases.signsBody) expect(verdict(raw(changed, headers))).toBe(false);
      if (cases.signsBody) expect(verdict(raw(`${sample}\n`, headers))).toBe(false);
    });
    test("refuses another key", () => expect(verdict(signed(sample), secretIs("another key"))).toBe(false));
    test("never says the secret when it refuses", () => {
      const by = settings() as Record<string, unknown>;
      const answer = webhook.verify(
        raw(sample, webhook.sign(utf8(sample), secretIs("another key"), NOW)),
        settings(),
        NOW,
      );
      expect(answer.ok).toBe(false);
      expect(JSON.stringify(answer)).not.toContain(String(by[cases.webhookSecret]));
    });
    const { vector } = cases;
    if (vector) {
      test.skipIf(!hasShared)(`accepts the published signature: ${vector.name} (needs originals)`, () => {
        const by = settingsFor({ ...cases.settings, ...vector.settings });
        expect(webhook.verify(raw(vector.body(), vector.headers), by, NOW).ok).toBe(true);
        expect(webhook.verify(raw(`${vector.body()}\n`, vector.headers), by, NOW).ok).toBe(!cases.signsBody);
      });
    }
  });

  describe(`${definition.id}: parse`, () => {
    for (const { name, source, body, expect: expected } of cases.samples) {
      test.skipIf(!hasShared)(`${name} (${source}; needs originals)`, () => {
        const request = signed(body());
        const before = request.body.slice();
        const updates = parse(request);
        expectSound(updates);
        expect(updates.map((update, i) => shortUpdate(update, expected[i] ?? { number: "", scans: [] }))).toEqual(
          expected,
        );
        for (const update of updates) {
          expect(new Set(update.scans.map((scan) => scan.key)).size).toBe(update.scans.length);
        }
        // Pure: the same bytes say the same, and are left as they were.
        expect(parse(request)).toEqual(updates);
        expect(request.body).toEqual(before);
      });
    }
    test("its own sample is about the asked number and moves it", () => {
      const updates = parse(signed(sample));
      expectSound(updates);
      expect(updates.map((update) => update.number)).toEqual(["1Z5R89390357567127"]);
      expect(updates[0]?.scans[0]?.status).toBe("out_for_delivery");
      expect(updates[0]?.scans[0]?.time.instant).toBe(NOW);
    });
    for (const { name, body } of cases.aboutNothing ?? []) {
      test.skipIf(!hasShared)(`${name} says nothing about parcels (needs originals)`, () => {
        expect(parse(signed(body()))).toEqual([]);
      });
    }
    for (const { name, body } of cases.notUnderstood) {
      test(`${name} is refused in words`, () => expect(outcome(body())).toBe("notUnderstood"));
    }

    /** Reports, or the one error that `parse` may throw; anything else fails the test. */
    const outcome = (body: string | Uint8Array): "reports" | "notUnderstood" => {
      try {
        expectSound(parse(raw(body)));
        return "reports";
      } catch (error) {
        if (!isAdapterError(error)) throw error;
        expect(error.kind).toBe("malformed");
        return "notUnderstood";
      }
    };
    test("random bytes, random JSON and hostile shapes never throw anything else", () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void outcome(bytes)));
      fc.assert(fc.property(fc.json({ maxDepth: 6 }), (json) => void outcome(json)));
      const deep = "[".repeat(200_000);
      for (const body of [
        "",
        " ",
        "null",
        "0",
        '""',
        "[]",
        "{}",
        "[{}]",
        deep,
        `{"a":${deep}`,
        "\ufeff{}",
        '{"__proto__":1}',
      ]) {
        outcome(body);
      }
    });
    test("a sample with any one place replaced by nonsense never throws anything else", () => {
      const bodies = [sample, ...(hasShared ? cases.samples.slice(0, 4).map(({ body }) => body()) : [])];
      for (const body of bodies) {
        const value = JSON.parse(body) as unknown;
        for (const path of pathsOf(value)) {
          for (const by of nonsense) outcome(JSON.stringify(replaced(value, path, by)));
        }
      }
    });
    test("a code that no table lists is shown as unknown and never becomes in_transit", () => {
      const allowed: (ShipmentStatus | null)[] = ["unknown", ...cases.unknownCode.allowed];
      const codes = fc.stringMatching(/^[A-Z0-9]{5,8}$/);
      fc.assert(
        fc.property(codes, (code) => {
          const [scan] = parse(raw(cases.unknownCode.body(code))).flatMap((update) => update.scans);
          expect(scan?.code).toContain(code);
          expect(allowed).toContain(scan?.status ?? null);
        }),
      );
    });
  });

  carrierPollContract(definition, cases);
}
