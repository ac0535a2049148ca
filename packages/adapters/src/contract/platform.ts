import { expect, test } from "bun:test";
import fc from "fast-check";
import type { z } from "zod";
import { secretNames } from "../kit/settings.ts";
import { utf8 } from "../kit/signature.ts";
import type { SettingsSchema } from "../ports/adapter.ts";
import type { Platform } from "../ports/platform.ts";
import type { RawWebhook } from "../ports/webhook.ts";

/** A challenge as the platform's document shows it, and the answer that the document asks for, word for word. */
export type HandshakeSample = {
  name: string;
  source: string;
  /** What follows the webhook's address: "?challenge=abc". */
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The address as the platform was given it; the suite's own when left out. */
  webhookUrl?: string;
  /** Settings in force, where the document has its own. */
  settings?: Record<string, string>;
  expect: { text: string } | { json: unknown };
};

type PlatformCases<Schema extends SettingsSchema> = {
  definition: Platform<Schema> & { subscribe?: unknown; register?: unknown };
  /** What the seller types, without baseUrl. */
  settings: Record<string, string>;
  /** The setting that holds the webhook's secret. */
  webhookSecret: string;
  handshakes?: readonly HandshakeSample[];
};

const WEBHOOK_URL = "https://waybill.example/webhooks/con_1";

/** What every kind of platform says of itself for the screens; and its handshake, for those that have one. */
export function platformRules<Schema extends SettingsSchema>(cases: PlatformCases<Schema>): void {
  const { definition } = cases;
  test("its id is a folder's name, its document an address, and its webhook secret a secret", () => {
    expect(definition.id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(definition.docs).toStartWith("https://");
    expect(secretNames(definition.settings)).toContain(cases.webhookSecret);
    // Those alone are kept for a while when they are replaced.
    expect(definition.webhook.secrets ?? [cases.webhookSecret]).toEqual([cases.webhookSecret]);
  });
  test("the screens find its mark, and a guide that says where its address goes when the seller must paste it", () => {
    const { mark, guide, subscribe, register } = definition;
    expect(mark).toMatch(/^[A-Z0-9]{2,4}$/);
    for (const words of [...guide.steps, guide.webhook ?? "None."]) expect(words).toMatch(/^\S.{2,}\.$/s);
    expect(guide.steps.length).toBeGreaterThan(0);
    if (!subscribe && !register) expect(guide.webhook).toBeTruthy();
  });
  const { check, sign, verify } = definition.webhook;
  const parsed = (over: Record<string, string> = {}) =>
    definition.settings.parse({ ...cases.settings, ...over }) as z.infer<Schema>;
  if (check) {
    test("its words for the check are about the check that it makes", () => {
      const body = utf8("{}");
      const now = Date.parse("2026-11-20T12:00:00Z");
      const headers = sign(body, parsed(), now);
      const verdict = verify({ url: WEBHOOK_URL, body, headers }, parsed(), now);
      expect(Object.keys(headers)).toContain(check.header);
      expect(verdict.ok && verdict.how.toLowerCase().startsWith(check.header)).toBe(true);
      expect(check.sentence && check.scheme && check.time).toMatch(/\S/);
    });
  }
  handshakeRules(cases, parsed);
}

function handshakeRules<Schema extends SettingsSchema>(
  { definition, webhookSecret, handshakes = [] }: PlatformCases<Schema>,
  parsed: (over?: Record<string, string>) => z.infer<Schema>,
): void {
  const { handshake, sign } = definition.webhook;
  test("it has a handshake exactly where samples of one are given", () => {
    expect(handshake !== undefined).toBe(handshakes.length > 0);
  });
  if (!handshake) return;
  for (const sample of handshakes) {
    const webhookUrl = sample.webhookUrl ?? WEBHOOK_URL;
    const request: RawWebhook = {
      url: webhookUrl + (sample.query ?? ""),
      headers: sample.headers ?? {},
      body: utf8(sample.body ?? ""),
    };
    const answer = (settings: z.infer<Schema>) => handshake.answer(request, settings, webhookUrl);
    const own = () => parsed(sample.settings);
    test(`handshake ${sample.name} (${sample.source}): answered word for word, each time`, () => {
      expect(answer(own())).toEqual({ ok: true, ...sample.expect });
      expect(answer(own())).toEqual({ ok: true, ...sample.expect });
    });
    test(`handshake ${sample.name}: refused without the secret, and no proof with another one`, () => {
      const secretless = answer({ ...own(), [webhookSecret]: "" });
      expect(secretless).toMatchObject({ ok: false });
      expect(answer({ ...own(), [webhookSecret]: "another secret" })).not.toEqual({ ok: true, ...sample.expect });
      const secret = String((own() as Record<string, unknown>)[webhookSecret]);
      expect(JSON.stringify([secretless, answer(own())])).not.toContain(secret);
    });
  }
  test("no challenge, however odd, makes it throw", () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.uint8Array({ maxLength: 200 }), (query, body) => {
        const names = handshakes.flatMap((sample) => [...new URLSearchParams(sample.query).keys()]);
        const url = `${WEBHOOK_URL}?${[query, ...names.map((name) => `${name}=${query}`)].join("&")}`;
        handshake.answer({ url, headers: {}, body }, parsed(), WEBHOOK_URL);
      }),
    );
  });
  test("what is no challenge is none: a signed delivery goes on as a webhook", () => {
    const now = Date.parse("2026-11-20T12:00:00Z");
    for (const body of ["{}", "", "[]", "null", "not json"].map(utf8)) {
      for (const headers of [{}, sign(body, parsed(), now)]) {
        expect(handshake.answer({ url: WEBHOOK_URL, headers, body }, parsed(), WEBHOOK_URL)).toBeNull();
      }
    }
  });
}
