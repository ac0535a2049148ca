import { expect, test } from "bun:test";
import fc from "fast-check";
import type { z } from "zod";
import { settingsFields } from "../kit/settings.ts";
import { utf8 } from "../kit/signature.ts";
import { isAdapterError, type SettingsSchema } from "../ports/adapter.ts";
import type { ChannelContract } from "./channel-data.ts";
import { platformRules } from "./platform.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");

/** A form can be drawn from the settings. */
export function settingsRules<Schema extends SettingsSchema>(data: ChannelContract<Schema>): void {
  const { definition, settings } = data;
  platformRules(data);
  test("settings: a form can be drawn, secrets are marked, the address has a default", () => {
    const fields = settingsFields(definition.settings);
    expect(fields.find((f) => f.name === "baseUrl")).toMatchObject({ kind: "url", required: false, advanced: true });
    expect(fields.every((f) => f.label !== f.name && f.label !== "")).toBe(true);
    expect(definition.settings.safeParse(settings).success).toBe(true);
    expect(definition.settings.safeParse({}).success).toBe(false);
    expect(definition.settings.safeParse({ ...settings, baseUrl: "javascript:alert(1)" }).success).toBe(false);
  });
  test("it says what it is", () => {
    expect(definition.name && definition.about).toBeTruthy();
  });
}

/** Signatures fail closed, samples mean what they should, garbage is survived. */
export function webhookRules<Schema extends SettingsSchema>(
  data: ChannelContract<Schema>,
  parsed: (over?: Record<string, string>) => z.infer<Schema>,
): void {
  const { definition, webhookSecret } = data;
  const url = "https://waybill.example/webhooks/channels/con_1";
  const bytes = (body: string | Uint8Array) => (typeof body === "string" ? utf8(body) : body);
  const signed = (sample: ChannelContract<Schema>["webhooks"][number]) => {
    const body = bytes(sample.body);
    return { url, body, headers: { ...sample.headers, ...definition.webhook.sign(body, parsed(), NOW) } };
  };

  for (const sample of data.webhooks) {
    const webhook = signed(sample);
    const refused = (over: Partial<typeof webhook>, settings = parsed(), now = NOW) => {
      const verdict = definition.webhook.verify({ ...webhook, ...over }, settings, now);
      if (verdict.ok) throw new Error("It was accepted.");
      expect(verdict.reason).not.toContain(data.settings[webhookSecret] ?? "?");
    };
    test(`webhook ${sample.name}: accepted when signed, refused otherwise`, () => {
      expect(definition.webhook.verify(webhook, parsed(), NOW)).toMatchObject({ ok: true });
      for (const name of data.signatureHeaders) {
        refused({ headers: Object.fromEntries(Object.entries(webhook.headers).filter(([key]) => key !== name)) });
        refused({ headers: { ...webhook.headers, [name]: "" } });
      }
      const secretless = { ...parsed(), [webhookSecret]: "" };
      refused({}, secretless);
      // No secret must not mean the empty secret, which anybody has.
      refused(
        { headers: { ...sample.headers, ...definition.webhook.sign(webhook.body, secretless, NOW) } },
        secretless,
      );
      refused({}, parsed({ [webhookSecret]: `${data.settings[webhookSecret]}x` }));
      const changed = webhook.body.slice();
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      refused({ body: changed });
      refused({ body: new Uint8Array() });
      if (data.staleAfter !== undefined) {
        refused({}, parsed(), NOW + data.staleAfter + 1_000);
        refused({}, parsed(), NOW - data.staleAfter - 1_000);
      }
    });
    test(`webhook ${sample.name}: means what it should, each time`, () => {
      expect(definition.parse(webhook)).toEqual(sample.hints);
      expect(definition.parse(webhook)).toEqual(sample.hints);
      expect(definition.webhook.dedupeKey(webhook)).toBe(definition.webhook.dedupeKey({ ...webhook }));
    });
  }

  test("garbage is not understood, and nothing worse", () => {
    const sane = (headers: Record<string, string>, body: Uint8Array) => {
      try {
        expect(Array.isArray(definition.parse({ url, headers, body }))).toBe(true);
      } catch (error) {
        if (!isAdapterError(error)) throw error;
        expect(error.kind).toBe("malformed");
      }
      definition.webhook.verify({ url, headers, body }, parsed(), NOW);
      definition.webhook.dedupeKey({ url, headers, body });
    };
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const bodies = [
      "",
      " ",
      "null",
      "true",
      "0",
      '""',
      "[]",
      "{}",
      '{"id":null}',
      '{"id":{}}',
      '{"id":-1}',
      '{"id":1e400}',
    ]
      .concat([
        deep,
        `{"id":${deep}}`,
        `{"id":1,"x":${deep}}`,
        '{"id":"\\ud800"}',
        "\ufeff{}",
        '{"__proto__":{"id":1}}',
        '{"id":99999999999999999999,"a":[{"id":1}]}',
      ])
      .map(utf8);
    const headerSets = [{}, ...data.webhooks.map((sample) => sample.headers)];
    for (const headers of headerSets) for (const body of bodies) sane(headers, body);
    const header = fc.constantFrom(...headerSets);
    fc.assert(fc.property(header, fc.uint8Array({ maxLength: 200 }), (headers, body) => sane(headers, body)));
    fc.assert(fc.property(header, fc.json(), (headers, body) => sane(headers, utf8(body))));
    const names = [...new Set(headerSets.flatMap((headers) => Object.keys(headers)))];
    fc.assert(
      fc.property(fc.constantFrom("x", ...names), fc.string(), fc.json(), (name, value, body) =>
        sane({ [name]: value }, utf8(body)),
      ),
    );
  });

  test("its own sample is accepted and speaks of the order it was made for", () => {
    const [hint] = data.webhooks.flatMap((sample) => sample.hints).filter((h) => h.kind === "order_changed");
    if (hint?.kind !== "order_changed") throw new Error("One webhook of the data must be an order_changed.");
    const sample = definition.sample(hint.externalId, NOW);
    const webhook = signed({ name: "sample", ...sample, hints: [] });
    expect(definition.webhook.verify(webhook, parsed(), NOW)).toMatchObject({ ok: true });
    expect(definition.webhook.dedupeKey(webhook)).toBeTruthy();
    expect(definition.parse(webhook)).toMatchObject([{ kind: "order_changed", externalId: hint.externalId }]);
  });
}
