import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { locales } from "../languages/messages.ts";
import { triggers } from "../shipment/notify.ts";
import { shipmentStatuses } from "../status.ts";
import { templateProblem } from "./own-words.ts";
import { type EmailPayload, storedEmailSchema } from "./payload.ts";
import { emailSubject, renderEmail } from "./render.ts";
import { contrast, emailInScheme, inkOn } from "./style.ts";

const seller: EmailPayload["seller"] = {
  name: "Kraft & Co",
  logoUrl: null,
  accent: null,
  supportEmail: null,
  supportUrl: null,
  returnsUrl: null,
  footer: null,
};
const payload: EmailPayload = {
  version: 1,
  locale: "en",
  trigger: "shipped",
  status: "in_transit",
  reason: null,
  seller,
  customer: "Ana Silva",
  words: null,
  test: false,
  order: { number: "#1001" },
  step: null,
  together: null,
  address: [],
  parcel: {
    carrier: "UPS",
    number: "1Z999AA10123456784",
    trackUrl: "https://shop.example/track/tok?a=1&b=2",
    signedBy: null,
  },
  eta: { date: "2026-11-26", from: "14:00", to: "18:00", asOf: 1 },
  previousDate: null,
  destination: null,
  scan: { local: "2026-11-20T09:14:00", precision: "minute", place: "Lisbon, PT", zone: null },
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
    [{ trigger: "delayed", eta: null, status: "delayed" }, "Delayed"],
    [{ trigger: "problem", status: "on_hold", reason: "customs" }, "With customs"],
  ] as [Partial<EmailPayload>, string][])("%o: %s", (over, headline) => {
    const { subject, html, text } = render(over);
    expect(subject).toBe(`${headline}: your order #1001`);
    expect(text.split("\n")[0]).toBe(headline.toUpperCase());
    expect(html).toContain(`>${headline}</h1>`);
  });

  test("a label alone is packed, and nobody says that it moves", () => {
    const { subject, text, html } = render({ status: "pre_transit", eta: null, step: "ordered", scan: null });
    expect(subject).toBe("Packed: your order #1001");
    expect(text).toContain("UPS will collect it soon.");
    expect(text).toContain("Progress: Ordered");
    expect(subject + text + html.replace(/<style>[\s\S]*?<\/style>/, "")).not.toMatch(/on its way with/i);
  });

  test("an order in several parcels: which one, and how many have arrived; no two mails are alike", () => {
    const arrived = (n: number, all: number) =>
      render({ trigger: "delivered", status: "delivered", together: { nth: n, of: all, arrived: n } });
    expect(arrived(1, 2).subject).toBe("One of 2 parcels arrived: your order #1001");
    expect(arrived(2, 2).subject).toBe("Both parcels have arrived: your order #1001");
    expect(arrived(2, 3).subject).toBe("2 of 3 parcels arrived: your order #1001");
    expect(arrived(3, 3).subject).toBe("All 3 parcels have arrived: your order #1001");
    const other = render({ eta: null, together: { nth: 2, of: 2, arrived: 1 } });
    expect(other.subject).toBe("On its way: parcel 2 of 2, order #1001");
    expect(other.text).toContain("One of 2 parcels arrived.");
    expect(other.text).toContain("Parcel 2 of 2");
  });

  test("where the address is asked about it is shown, and nowhere else", () => {
    const address = ["12 Elm Street", "Denver, CO 80202"];
    const asked = render({ trigger: "problem", status: "exception", reason: "address", eta: null, address });
    expect(asked.text).toContain("Your delivery address:\n12 Elm Street\nDenver, CO 80202");
    expect(asked.html).toContain("12 Elm Street<br>Denver, CO 80202");
    expect(render({ address }).text).not.toContain("Elm Street");
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

  test("hours and times say whose they are: nobody knows where a mail is read", () => {
    const out = { trigger: "out_for_delivery", status: "out_for_delivery" } as const;
    expect(render({ ...out, destination: { city: "LISBON" } }).text).toContain(
      "between 14:00 and 18:00 (Lisbon time).",
    );
    expect(render({ ...out, destination: { city: null } }).text).toContain("between 14:00 and 18:00 (local time).");
    expect(render({ ...out, locale: "fr", destination: { city: "LISBON" } }).text).toContain(
      "entre 14:00 et 18:00 (heure locale à Lisbon)",
    );
    const far = { local: "2026-11-20T09:14:00", precision: "minute" as const, place: "Denver, US", zone: "UTC−7" };
    expect(render({ scan: far }).text).toContain("Denver, US · Friday, 20 November, 09:14 UTC−7");
  });

  test("a date without a time shows none", () => {
    const { text } = render({ scan: { local: "2026-11-20", precision: "date", place: null, zone: null } });
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
    expect(render().html).toContain('role="img" aria-label="Progress: On its way"');
  });
});

describe("what comes from outside stays text", () => {
  const evil = `"><script>alert(1)</script><a href='javascript:x'>&\r\nBcc: x@y.zz\u202e`;

  test("in every field", () => {
    const { subject, html } = render({
      seller: {
        ...seller,
        name: evil,
        logoUrl: evil,
        accent: evil,
        supportEmail: evil,
        supportUrl: evil,
        footer: evil,
      },
      customer: evil,
      words: { subject: `${evil} {name}`, headline: `${evil} {order}`, intro: `${evil}\n{shop} {carrier} {number}` },
      order: { number: evil },
      parcel: { carrier: evil, number: evil, trackUrl: payload.parcel.trackUrl, signedBy: evil },
      destination: null,
      scan: { local: "2026-11-20T09:14:00", precision: "minute", place: evil, zone: null },
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
          seller: { ...seller, name },
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

describe("the seller's own", () => {
  const branded = {
    ...seller,
    logoUrl: "https://shop.example/brand/org_1/abc",
    accent: "#ffee00",
    supportEmail: "help@shop.example",
    supportUrl: "https://shop.example/help",
    returnsUrl: "https://shop.example/returns",
    footer: "Kraft & Co Ltd, 12 Mill Lane",
  };

  test("logo has their name as its words, and is the one thing that is loaded", () => {
    const { html } = render({ seller: branded });
    expect(html.match(/<img[^>]*>/g)).toHaveLength(1);
    expect(html).toContain('src="https://shop.example/brand/org_1/abc" alt="Kraft &amp; Co"');
    expect(html).not.toMatch(/<link|<script|url\(|@import/i);
  });

  test("addresses and small print stand in both parts", () => {
    const { html, text } = render({ seller: branded });
    expect(html).toContain('href="mailto:help@shop.example"');
    for (const part of ["https://shop.example/help", "https://shop.example/returns", "12 Mill Lane"]) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    expect(text).toContain("Write to Kraft & Co: help@shop.example");
  });

  test("accent carries words that can be read on it, whatever colour it is (WCAG 2.2, 1.4.3: 4.5:1)", () => {
    // The contrast of black on white is 21 by WCAG's own definition; #777777 on white is its known 4.48.
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (colour) => {
        const ground = `#${colour.toString(16).padStart(6, "0")}`;
        expect(contrast(inkOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
      }),
    );
    expect(render({ seller: branded }).html).toContain("background:#ffee00;color:#151b24");
  });

  test("an accent that is no colour is left out", () => {
    const { html } = render({ seller: { ...branded, accent: "red;background:url(https://x.example)" } });
    expect(html).not.toContain("url(");
  });
});

describe("a seller's words", () => {
  const words = { subject: null, headline: null, intro: null };

  test("replace Waybill's, part by part, with placeholders filled", () => {
    const own = {
      subject: "{shop}: {order} is moving",
      headline: "Hooray, {date}!",
      intro: "Hi {name},\n{carrier} has it: {number}.",
    };
    const { subject, html, text } = render({ words: own });
    expect(subject).toBe("Kraft & Co: #1001 is moving");
    expect(html).toContain(">Hooray, Thursday, 26 November!</h1>");
    expect(text).toContain("Hi Ana,\nUPS has it: 1Z999AA10123456784.");
    // The rest of the mail still tells what happened.
    expect(text).toContain("Between 14:00 and 18:00.");
    expect(render({ words: { ...words, headline: "Ta-da" } }).subject).toBe(
      "Arriving Thursday, 26 November: your order #1001",
    );
  });

  test("that speak of a day nobody knows give way to Waybill's", () => {
    const { text } = render({ eta: null, words: { ...words, headline: "Arriving {date}" } });
    expect(text.split("\n")[0]).toBe("ON ITS WAY");
  });

  test("greet somebody without a name without a gap", () => {
    expect(render({ customer: null, words: { ...words, intro: "Hi {name}, good news." } }).text).toContain(
      "Hi, good news.",
    );
  });

  test("a customer's name is not a placeholder, a pattern or a tag", () => {
    const { subject, html } = render({ customer: "{order}$& <b>", words: { ...words, subject: "For {name}" } });
    expect(subject).toBe("For {order}$&");
    expect(html).not.toContain("<b>");
  });

  test("with placeholders that nobody fills are refused in words", () => {
    expect(templateProblem("Order {order} by {carrier}")).toBeNull();
    expect(templateProblem("Order {ordr}")).toContain("{ordr} is not a placeholder");
    expect(templateProblem("{constructor}")).toContain("not a placeholder");
    expect(templateProblem("{}")).toContain("not a placeholder");
    expect(templateProblem("a { b")).toContain("stands alone");
  });

  test("of any shape leave the mail whole", () => {
    const any = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(any, any, any, (subject, headline, intro) => {
        const made = render({ words: { subject, headline, intro } });
        expect(made.subject).not.toMatch(/\p{Cc}/u);
        expect(made.html.match(/<h1[ >]/g)).toHaveLength(1);
        expect(made.html).not.toMatch(/<script|<\/style><style/i);
      }),
    );
  });
});

test("a row of an older version still renders, as its seller looked then: a name and no more", () => {
  const { customer: _c, words: _w, test: _t, links, ...old } = payload;
  const stored = storedEmailSchema.parse({ ...old, seller: { name: "Kraft & Co" } });
  expect(renderEmail({ ...stored, links })).toEqual(render());
});

test("a seller's test says that it is one", () => {
  expect(render({ test: true }).subject).toBe("Test: Arriving Thursday, 26 November: your order #1001");
});

test("a scheme can be held still for a preview, and only the scheme changes", () => {
  const { html } = render();
  const dark = emailInScheme(html, "dark");
  expect(dark).toContain(":root{color-scheme:dark;");
  expect(dark).toContain("@media all{");
  expect(dark).not.toContain("prefers-color-scheme");
  expect(emailInScheme(html, "light")).toContain("@media not all{");
});

test("every language fills every gap", () => {
  for (const locale of locales) {
    for (const trigger of triggers) {
      const { subject, text, html } = render({ locale, trigger });
      expect(subject + text).not.toMatch(/undefined|\{\w+\}/);
      expect(html).toContain(`<html lang="${locale}"`);
    }
  }
});

test("every trigger with every status renders, and its subject is known before links and items are", () => {
  for (const trigger of triggers) {
    for (const status of shipmentStatuses) {
      const over = { trigger, status, order: null, scan: null, items: [], seller: { ...seller, name: null } };
      const { subject, text } = render(over);
      expect(subject).toMatch(/^[A-Z].*: your parcel 1Z999AA10123456784$/);
      expect(text).not.toMatch(/undefined|null|\{\w+\}/);
      const stored = storedEmailSchema.parse({ ...payload, ...over });
      expect(emailSubject(stored)).toBe(subject);
    }
  }
});
