import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type EmailPayload, emailSubject, renderEmail, storedEmailSchema } from "./email.ts";
import { triggers } from "./notify.ts";
import { shipmentStatuses } from "./status.ts";

const payload: EmailPayload = {
  version: 1,
  locale: "en",
  trigger: "shipped",
  status: "in_transit",
  reason: null,
  seller: { name: "Kraft & Co" },
  order: { number: "#1001" },
  parcel: {
    carrier: "UPS",
    number: "1Z999AA10123456784",
    trackUrl: "https://shop.example/track/tok?a=1&b=2",
    signedBy: null,
  },
  eta: { date: "2026-11-26", from: "14:00", to: "18:00", asOf: 1 },
  previousDate: null,
  scan: { local: "2026-11-20T09:14:00", precision: "minute", place: "Lisbon, PT" },
  items: [{ title: "Enamel mug", variant: "blue", quantity: 2 }],
  links: { preferences: "https://shop.example/notify/t", unsubscribe: "https://shop.example/notify/t/unsubscribe" },
};
const render = (over: Partial<EmailPayload> = {}) => renderEmail({ ...payload, ...over });

describe("the answer comes first", () => {
  test.each([
    [{}, "Arriving Thursday, 26 November"],
    [{ eta: null }, "On its way"],
    [{ trigger: "out_for_delivery", status: "out_for_delivery" }, "Out for delivery"],
    [{ trigger: "out_for_delivery", status: "available_for_pickup" }, "Ready to collect"],
    [{ trigger: "delivered", status: "delivered" }, "Delivered"],
    [{ trigger: "delayed", previousDate: "2026-11-24" }, "Now expected Thursday, 26 November"],
    [{ trigger: "delayed", eta: null, status: "delayed" }, "Running late"],
    [{ trigger: "problem", status: "on_hold", reason: "customs" }, "With customs"],
  ] as [Partial<EmailPayload>, string][])("%o: %s", (over, headline) => {
    const { subject, html, text } = render(over);
    expect(subject).toBe(`${headline}: your order #1001`);
    expect(text.split("\n")[0]).toBe(headline.toUpperCase());
    expect(html).toContain(`>${headline}</h1>`);
  });

  test("the window, the day that was promised, who signed, and where it was seen stand under it", () => {
    expect(render({ trigger: "out_for_delivery", status: "out_for_delivery" }).text).toContain(
      "Expected Thursday, 26 November between 14:00 and 18:00.",
    );
    expect(render({ trigger: "delayed", previousDate: "2026-11-24" }).text).toContain(
      "It was expected Tuesday, 24 November.",
    );
    const delivered = render({
      trigger: "delivered",
      status: "delivered",
      parcel: { ...payload.parcel, signedBy: "A. Silva" },
    });
    expect(delivered.text).toContain("Signed for by A. Silva.");
    expect(delivered.text).toContain("Lisbon, PT · Friday, 20 November, 09:14");
  });

  test("a date without a time shows none", () => {
    const { text } = render({ scan: { local: "2026-11-20", precision: "date", place: null } });
    expect(text).toContain("\nFriday, 20 November\n");
  });

  test("bad news says what happened, what happens next and what you can do", () => {
    const { text, html } = render({
      trigger: "problem",
      status: "delivery_attempt_failed",
      reason: "not_home",
      eta: null,
    });
    for (const part of [
      "nobody was there",
      "What happens next",
      "try again on the next working day",
      "What you can do",
    ]) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
  });
});

describe("both parts", () => {
  test("carry the tracking link, the number, the items and the two links, escaped for where they stand", () => {
    const { html, text } = render();
    expect(html).toContain('href="https://shop.example/track/tok?a=1&amp;b=2"');
    expect(text).toContain("https://shop.example/track/tok?a=1&b=2\n");
    for (const part of ["1Z999AA10123456784", "Enamel mug", payload.links.unsubscribe, payload.links.preferences]) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    expect(html).toContain("Kraft &amp; Co");
    expect(text).toContain("2 × Enamel mug (blue)");
  });

  test("load nothing from anywhere and fit below what Gmail cuts off (102 KB)", () => {
    const items = Array.from({ length: 50 }, () => ({ title: "x".repeat(300), variant: "y".repeat(300), quantity: 1 }));
    const { html } = render({ items });
    expect(html).not.toMatch(/<img|<link|<script|url\(|@import|src=/i);
    expect(new TextEncoder().encode(html).length).toBeLessThan(102_000);
    expect(html).toContain("prefers-color-scheme:dark");
  });

  test("a screen reader gets the progress as one sentence", () => {
    expect(render().html).toContain('role="img" aria-label="Progress: In transit"');
  });
});

describe("what comes from outside stays text", () => {
  const evil = `"><script>alert(1)</script><a href='javascript:x'>&\r\nBcc: x@y.zz\u202e`;

  test("in every field", () => {
    const { subject, html } = render({
      seller: { name: evil },
      order: { number: evil },
      parcel: { carrier: evil, number: evil, trackUrl: payload.parcel.trackUrl, signedBy: evil },
      scan: { local: "2026-11-20T09:14:00", precision: "minute", place: evil },
      items: [{ title: evil, variant: evil, quantity: 1 }],
      trigger: "delivered",
      status: "delivered",
    });
    expect(html).not.toContain("<script");
    expect(html).not.toMatch(/<a [^>]*javascript:/);
    expect(html).not.toContain("\u202e");
    expect(subject).not.toMatch(/[\r\n]/);
  });

  test("a link that is no web address is left out", () => {
    const { html, text } = render({ parcel: { ...payload.parcel, trackUrl: "javascript:alert(1)" } });
    expect(html + text).not.toContain("javascript:");
    expect(text).not.toContain("Follow your parcel");
  });

  test("whatever the text, tags stay balanced and the same payload gives the same bytes", () => {
    const any = fc.string({ unit: "binary", maxLength: 40 });
    const bare = render().html.match(/<[a-z][^>]*>/g)?.length;
    fc.assert(
      fc.property(any, any, any, any, (name, number, title, carrier) => {
        const over = {
          seller: { name },
          parcel: { ...payload.parcel, carrier: carrier || "UPS", number: payload.parcel.number },
          order: { number: number || "1" },
          items: [{ title, variant: null, quantity: 1 }],
        };
        const first = render(over);
        expect(render(over)).toEqual(first);
        // The variant's span, and the order's line break when its number is empty, are the only tags that may be missing.
        expect((bare ?? 0) - (first.html.match(/<[a-z][^>]*>/g)?.length ?? 0)).toBeLessThanOrEqual(2);
        expect(first.html.match(/<[a-z][^>]*>/g)?.length ?? 0).toBeLessThanOrEqual(bare ?? 0);
        expect(first.subject).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

test("every trigger with every status renders, and its subject is known before links and items are", () => {
  for (const trigger of triggers) {
    for (const status of shipmentStatuses) {
      const over = { trigger, status, order: null, scan: null, items: [], seller: { name: null } };
      const { subject, text } = render(over);
      expect(subject).toMatch(/^[A-Z].*: your parcel 1Z999AA10123456784$/);
      expect(text).not.toMatch(/undefined|null|\{\w+\}/);
      const stored = storedEmailSchema.parse({ ...payload, ...over });
      expect(emailSubject(stored)).toBe(subject);
    }
  }
});
