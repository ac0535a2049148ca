import { describe, expect, test } from "bun:test";
import easypost from "@waybill/adapters/carriers/easypost/carrier";
import { readAnswer } from "./client.ts";
import { eventBody, markOf, parcelsFor, signedRequest, trackingNumber } from "./webhooks.ts";

const NOW = Date.UTC(2026, 10, 20, 12);
const WEBHOOKS = 4_096;
const settings = easypost.settings.parse({ apiKey: "k", webhookSecret: "sécret" });

describe("bench: the webhooks it sends", () => {
  test("are what EasyPost would send: verified and understood, one more scan each, 1 to 3.5 KB", () => {
    const scans = new Map<string, number>();
    for (let index = 0; index < WEBHOOKS; index++) {
      const request = signedRequest({ path: "/webhooks", body: eventBody(index, NOW), secret: "sécret" });
      const split = request.indexOf("\r\n\r\n");
      const body = request.subarray(split + 4);
      expect(body.length).toBeWithin(900, 3_700);
      if (index % 64 > 0) continue;
      const signature = /X-Hmac-Signature: (\S+)/.exec(request.toString("latin1", 0, split))?.[1] ?? "";
      const webhook = { headers: { "x-hmac-signature": signature }, body, url: "" };
      expect(easypost.webhook.verify(webhook, settings, NOW).ok).toBe(true);
      const [report] = easypost.parse(webhook);
      const before = scans.get(report?.number ?? "") ?? 0;
      expect(report?.scans.length).toBe(before + 1);
      expect(report?.scans.at(-1)?.message).toContain(markOf(index));
      scans.set(report?.number ?? "", before + 1);
    }
    expect(Math.max(...scans.values())).toBe(8);
  });
  test("speak of parcels that were prepared, under distinct event ids", () => {
    const known = new Set(Array.from({ length: parcelsFor(WEBHOOKS) }, (_, i) => trackingNumber(i)));
    const ids = new Set<string>();
    for (let index = 0; index < WEBHOOKS; index++) {
      const event = JSON.parse(eventBody(index, NOW)) as { id: string; result: { tracking_code: string } };
      expect(known.has(event.result.tracking_code)).toBe(true);
      ids.add(event.id);
    }
    expect(ids.size).toBe(WEBHOOKS);
  });
});

describe("bench: the client's reading of answers", () => {
  const whole = Buffer.from("HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\nX: y\r\n\r\nhello");
  test("an answer counts when its last byte is there, and not before", () => {
    for (let cut = 0; cut < whole.length; cut++) expect(readAnswer(whole.subarray(0, cut))).toBeNull();
    expect(readAnswer(whole)).toEqual({ status: 202, from: whole.length - 5 });
  });
  test("an answer without a length is refused in words", () => {
    expect(readAnswer(Buffer.from("HTTP/1.1 200 OK\r\n\r\n"))).toEqual({
      broken: "An answer without a length: HTTP/1.1 200 OK",
    });
  });
});
