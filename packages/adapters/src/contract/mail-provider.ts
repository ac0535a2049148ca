import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { z } from "zod";
import { secretNames, settingsFields } from "../kit/settings.ts";
import { utf8 } from "../kit/signature.ts";
import { type AdapterContext, isAdapterError, type SettingsSchema } from "../ports/adapter.ts";
import type {
  EmailMessage,
  MailProviderDefinition,
  Receipt,
  SendResult,
  SuppressionChange,
} from "../ports/mail-provider.ts";
import { type HandshakeSample, platformRules } from "./platform.ts";
import { type Fault, withServer } from "./server.ts";

type Reply = { status: number; body: string; headers?: Record<string, string> };
/** One request as the provider saw it. */
type SeenMail = { path: string; headers: Record<string, string>; body: string };

type SenderContract<Schema extends SettingsSchema> = {
  definition: MailProviderDefinition<Schema>;
  /** What the seller types, without baseUrl. */
  settings: Record<string, string>;
  webhookSecret: string;
  /** For a provider with a handshake: its challenges. */
  handshakes?: readonly HandshakeSample[];
  signatureHeaders: string[];
  /** For schemes that sign a time: how old is too old, ms. */
  staleAfter?: number;
  /** The provider's yes, and the id in it. */
  accepts: Reply & { providerId: string };
  /** The key and the recipient as the provider sees them. */
  seen: (request: SeenMail) => { key: string | undefined; to: unknown; subject: unknown; html: unknown; text: unknown };
  /** Documented answers and what they mean. */
  replies: (Reply & { name: string; outcome: SendResult["outcome"]; retryAfterMs?: number })[];
  webhooks: { name: string; body: string; receipts: (Receipt | SuppressionChange)[] }[];
  /** Answers to `test`. */
  probes: { good: Reply[]; bad: Reply[] };
};

const NOW = Date.parse("2026-11-20T12:00:00Z");
const KEY = "shipment/shp_1/delivered/evt_1/email";
const MESSAGE: EmailMessage = {
  from: "Waybill <orders@example.com>",
  to: "ada@example.com",
  subject: "Your parcel \u{1f4e6} is out for delivery \u2013 caf\u00e9",
  html: "<p>On its way &amp; <b>soon</b> there</p>",
  text: "On its way\nand soon there",
  headers: {
    "List-Unsubscribe": "<https://waybill.example/u/1>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  },
  tags: { shipment: "shp_1", trigger: "out for delivery" },
};

/**
 * The promises of every mail sender. A newcomer writes data: the provider's documented answers with what they mean, and its
 * webhooks with the receipts they stand for.
 */
export function senderContract<Schema extends SettingsSchema>(data: SenderContract<Schema>): void {
  const { definition } = data;
  const parsed = (over: Record<string, string> = {}): z.infer<Schema> =>
    definition.settings.parse({ ...data.settings, ...over });

  describe(`sender contract: ${definition.id}`, () => {
    type World = { ctx: AdapterContext<z.infer<Schema>>; seen: SeenMail[]; fail: (fault: Fault | null) => void };
    const world = (reply: Reply, run: (world: World) => Promise<void>) => async () => {
      const seen: SeenMail[] = [];
      const handle = async (request: Request) => {
        seen.push({
          path: new URL(request.url).pathname,
          headers: Object.fromEntries(request.headers),
          body: await request.text(),
        });
        return new Response(reply.body, {
          status: reply.status,
          headers: { "content-type": "application/json", ...reply.headers },
        });
      };
      await withServer({ handle }, async ({ url, fetch, fail }) => {
        const none = () => Promise.reject(new Error("This sender needs no token."));
        const settings = parsed({ baseUrl: url });
        const tokens = { get: () => null, refresh: none };
        await run({ ctx: { settings, fetch, now: () => NOW, sleep: () => Promise.resolve(), tokens }, seen, fail });
      });
    };
    const secrets = () => secretNames(definition.settings).map((name) => data.settings[name] ?? "");
    const expectWords = (words: string) => {
      expect(words).toMatch(/^[A-Z].*[.!?\u2026]/s);
      expect(words).toContain(definition.name);
      expect(words).not.toMatch(/undefined|\[object|TypeError|NaN/);
      for (const secret of secrets()) if (secret) expect(words).not.toContain(secret);
      expect(words).not.toContain(MESSAGE.to);
    };

    platformRules(data);
    test("settings: a form can be drawn, secrets are marked, the address has a default", () => {
      const fields = settingsFields(definition.settings);
      const base = fields.find((f) => f.name === "baseUrl");
      expect(base).toMatchObject({ kind: "url", required: false, advanced: true });
      expect(base?.default).toMatch(/^https:\/\//);
      expect(definition.settings.safeParse({}).success).toBe(false);
      expect(definition.remembersKeyFor).toBeGreaterThanOrEqual(0);
    });

    test(
      "a mail goes out whole, with its key, and the provider's id comes back",
      world(data.accepts, async ({ ctx, seen }) => {
        expect(await definition.send(ctx, MESSAGE, KEY)).toEqual({
          outcome: "sent",
          providerId: data.accepts.providerId,
        });
        const [mail] = seen;
        if (!mail) throw new Error("Nothing was sent.");
        const { subject, html, text } = MESSAGE;
        expect(data.seen(mail)).toEqual({ key: KEY, to: MESSAGE.to, subject, html, text });
        for (const value of Object.values(MESSAGE.headers)) expect(mail.body).toContain(value);
      }),
    );

    test(
      "sent again it is byte for byte the same: else the provider takes the key for another mail's",
      world(data.accepts, async ({ ctx, seen }) => {
        await definition.send(ctx, MESSAGE, KEY);
        await definition.send({ ...ctx, now: () => NOW + 3_600_000 }, { ...MESSAGE }, KEY);
        expect(seen[1]?.body).toBe(seen[0]?.body ?? "");
        expect(data.seen(seen[1] as SeenMail).key).toBe(KEY);
      }),
    );

    test(
      "any key and any tags are sent; two keys stay two",
      world(data.accepts, async ({ ctx, seen }) => {
        const keys = ["a".repeat(300), `${"a".repeat(299)}b`, "a b\n\u00e9\u{1f4e6}", "a b\n\u00e9\u{1f4e7}", " "];
        for (const key of keys) {
          const tags = { "n\u00e4me": "caf\u00e9 & co\n", "": "", x: "y".repeat(500) };
          expect(await definition.send(ctx, { ...MESSAGE, tags }, key)).toMatchObject({ outcome: "sent" });
        }
        expect(new Set(seen.map((mail) => data.seen(mail).key)).size).toBe(keys.length);
      }),
    );

    for (const reply of data.replies) {
      test(
        `${reply.name}: ${reply.outcome}`,
        world(reply, async ({ ctx }) => {
          const result = await definition.send(ctx, MESSAGE, KEY);
          expect(result.outcome).toBe(reply.outcome);
          if (result.outcome !== "sent") expectWords(result.reason);
          if (result.outcome === "retry") expect(result.retryAfterMs).toBe(reply.retryAfterMs ?? null);
        }),
      );
    }

    // What the provider is sent it may echo; the webhook secret it never gets.
    const sent = Object.keys(data.settings).flatMap((name) =>
      name === data.webhookSecret ? [] : [data.settings[name]],
    );
    const failures: { name: string; fault: Fault; outcome: SendResult["outcome"] }[] = [
      { name: "500", fault: { status: 500 }, outcome: "retry" },
      { name: "503 with HTML", fault: { status: 503, body: "<html>" }, outcome: "retry" },
      { name: "nobody listening: nothing was sent", fault: "refuse", outcome: "retry" },
      { name: "a time-out: it may have been sent", fault: "hang", outcome: "unknown" },
      { name: "yes, but not in JSON", fault: { status: 200, body: "<html>ok</html>" }, outcome: "unknown" },
      { name: "yes, but without an id", fault: { status: 200, body: "{}" }, outcome: "unknown" },
      { name: "yes, but a list", fault: { status: 200, body: "[]" }, outcome: "unknown" },
      { name: "yes, but nothing", fault: { status: 200, body: "" }, outcome: "unknown" },
      { name: "400", fault: { status: 400 }, outcome: "rejected" },
      {
        name: "422 that echoes the key",
        fault: { status: 422, body: JSON.stringify({ message: `bad ${sent.join(" ")}` }) },
        outcome: "rejected",
      },
    ];
    for (const { name, fault, outcome } of failures) {
      test(
        `${name}: ${outcome}`,
        world(data.accepts, async ({ ctx, fail }) => {
          fail(fault);
          const result = await definition.send(ctx, MESSAGE, KEY);
          expect(result.outcome).toBe(outcome);
          if (result.outcome !== "sent") expectWords(result.reason);
        }),
      );
    }

    for (const [index, reply] of data.probes.good.entries()) {
      test(
        `test accepts good credentials (${index + 1}: ${reply.status})`,
        world(reply, ({ ctx }) => definition.test(ctx)),
      );
    }
    for (const [index, reply] of data.probes.bad.entries()) {
      test(
        `test refuses bad credentials in words (${index + 1}: ${reply.status})`,
        world(reply, async ({ ctx }) => {
          const error: unknown = await definition.test(ctx).catch((reason: unknown) => reason);
          if (!isAdapterError(error)) throw new Error("It was accepted.");
          expectWords(error.message);
        }),
      );
    }

    webhookRules(data, parsed);
  });
}

function webhookRules<Schema extends SettingsSchema>(
  data: SenderContract<Schema>,
  parsed: (over?: Record<string, string>) => z.infer<Schema>,
): void {
  const { definition, webhookSecret, staleAfter } = data;
  const url = "https://waybill.example/webhooks/senders/con_1";
  for (const sample of data.webhooks) {
    const body = utf8(sample.body);
    const webhook = { url, body, headers: definition.webhook.sign(body, parsed(), NOW) };
    const refused = (over: Partial<typeof webhook>, settings = parsed(), now = NOW) => {
      const verdict = definition.webhook.verify({ ...webhook, ...over }, settings, now);
      if (verdict.ok) throw new Error("It was accepted.");
      expect(verdict.reason).not.toContain(data.settings[webhookSecret] ?? "?");
    };
    test(`webhook ${sample.name}: accepted when signed, refused otherwise, and means what it should`, () => {
      expect(definition.webhook.verify(webhook, parsed(), NOW)).toMatchObject({ ok: true });
      for (const name of data.signatureHeaders) {
        refused({ headers: Object.fromEntries(Object.entries(webhook.headers).filter(([key]) => key !== name)) });
        refused({ headers: { ...webhook.headers, [name]: "" } });
      }
      const secretless = { ...parsed(), [webhookSecret]: "" };
      refused({}, secretless);
      // No secret must not mean the empty secret, which anybody has.
      refused({ headers: definition.webhook.sign(body, secretless, NOW) }, secretless);
      refused({}, { ...parsed(), [webhookSecret]: [...(data.settings[webhookSecret] ?? "")].reverse().join("") });
      const changed = body.slice();
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      refused({ body: changed });
      if (staleAfter !== undefined) {
        refused({}, parsed(), NOW + staleAfter + 1_000);
        refused({}, parsed(), NOW - staleAfter - 1_000);
      }
      expect(definition.parse(webhook)).toEqual(sample.receipts);
      expect(definition.parse(webhook)).toEqual(sample.receipts);
      expect(definition.webhook.dedupeKey(webhook)).toBeTruthy();
    });
  }

  test("garbage is not understood, and nothing worse", () => {
    const sane = (body: Uint8Array, headers: Record<string, string> = {}) => {
      try {
        expect(Array.isArray(definition.parse({ url, headers, body }))).toBe(true);
      } catch (error) {
        if (!isAdapterError(error)) throw error;
        expect(error.kind).toBe("malformed");
      }
      expect(definition.webhook.verify({ url, headers, body }, parsed(), NOW).ok).toBe(false);
    };
    const types = data.webhooks.map((sample) => (JSON.parse(sample.body) as { type?: string }).type ?? "x");
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    for (const body of ["", "null", "[]", "{}", "0", deep, `{"type":"${types[0]}","data":${deep}}`]) sane(utf8(body));
    const header = fc.dictionary(fc.constantFrom("x", ...data.signatureHeaders), fc.string());
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), header, sane));
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), fc.jsonValue(), (type, inner, at) => {
        sane(utf8(JSON.stringify({ type, created_at: at, data: inner })));
      }),
    );
  });
}
