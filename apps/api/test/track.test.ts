import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Caller, foundOrganisation, nobody, putWorld, startTest, type TestServer } from "./harness.ts";

/** The pages are drawn by the built renderer; `bun run test` builds it first. */
const isBuilt = existsSync(resolve(import.meta.dir, "../../tracking/dist/server/entry.js"));
const built = test.skipIf(!isBuilt);
const DEAD = "0".repeat(26);
const ANA = "ana@example.com";

let server: TestServer;
let seller: Awaited<ReturnType<typeof foundOrganisation>>;
let other: Awaited<ReturnType<typeof foundOrganisation>>;
let world: Awaited<ReturnType<typeof putWorld>>;
// Moved on by tests and otherwise still. It begins today: better-auth judges by the real time, and a fixed day grows old.
let clock = Date.now();
beforeAll(async () => {
  server = await startTest({ now: () => clock });
  seller = await foundOrganisation(server, "pine");
  other = await foundOrganisation(server, "oak");
  world = await putWorld(server, seller.orgId);
  await set("UPDATE orders SET customer_email = ?, number = '#1001' WHERE id = ?", [ANA, world.order]);
});
afterAll(() => server.stopAll());

const set = (sql: string, args: (string | number | null)[]) => server.ctx.db.commit([{ sql, args }]);
const page = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await server.call({ name: "browser", headers }, "GET", path);
  return { answer, html: await answer.text() };
};
/** A form sent as a browser sends it from our own page. */
const send = (path: string, fields: Record<string, string>, origin = server.url) =>
  fetch(server.url + path, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", origin },
    body: new URLSearchParams(fields).toString(),
  });
const list = async <T>(caller: Caller, path: string): Promise<T> =>
  (await (await server.call(caller, "GET", path)).json()) as T;

describe("the page", () => {
  built("is whole without script, kept by no cache, known to no search engine, told to no other site", async () => {
    const { answer, html } = await page(`/track/${world.token}`);
    expect(answer.status).toBe(200);
    expect(html).toContain("<h1>");
    expect(html).toContain("1Z12345E0205271688");
    expect(html).toContain(`action="/track/${world.token}/report"`);
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    expect(answer.headers.get("x-robots-tag")).toContain("noindex");
    expect(answer.headers.get("referrer-policy")).toBe("same-origin");
    expect(answer.headers.has("set-cookie")).toBe(false);
  });

  built("runs only our own files: no inline script, one style element that the policy knows by its hash", async () => {
    const { answer, html } = await page(`/track/${world.token}`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|style-src [^;]*unsafe/);
    const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map((match) => match[1] ?? "");
    expect(styles).toHaveLength(1);
    const hash = new Bun.CryptoHasher("sha256").update(styles[0] ?? "").digest("base64");
    expect(policy).toContain(`'sha256-${hash}'`);
    for (const [, attributes = ""] of html.matchAll(/<script([^>]*)>/g)) {
      expect(attributes).toMatch(/src="\/track\/assets\/|type="application\/json"/);
    }
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!www\.ups\.com)/);
  });

  built("speaks the reader's language: by link, then by the order, then by the browser", async () => {
    const languageOf = async (path: string, accept: string) =>
      /<html lang="(\w+)"/.exec((await page(path, { "accept-language": accept })).html)?.[1];
    expect(await languageOf(`/track/${world.token}`, "fr-CH, fr;q=0.9")).toBe("fr");
    expect(await languageOf(`/track/${world.token}?lang=hi`, "fr")).toBe("hi");
    expect(await languageOf(`/track/${world.token}?lang=xx`, "xx")).toBe("en");
    await set("UPDATE orders SET detail = ? WHERE id = ?", [JSON.stringify({ locale: "pt-BR" }), world.order]);
    expect(await languageOf(`/track/${world.token}`, "fr")).toBe("pt");
    await set("UPDATE orders SET detail = NULL WHERE id = ?", [world.order]);
    expect(await languageOf("/track", "de-AT")).toBe("de");
  });

  built("gives away neither the renderer nor the build's own notes", async () => {
    for (const path of ["/track/server/entry.js", "/track/.vite/manifest.json", "/track/assets/none.js"]) {
      expect([path, (await page(path)).answer.status]).toEqual([path, 404]);
    }
    expect((await page("/track/icon.svg")).answer.headers.get("content-type")).toContain("svg");
  });
});

describe("a link that leads nowhere", () => {
  built("is the same page with the same status, whyever it does", async () => {
    const revoke = (column: string, value: number | null) =>
      set(`UPDATE shipments SET ${column} = ? WHERE id = ?`, [value, world.shipment]);
    const never = await page(`/track/${DEAD}`);
    expect(never.answer.status).toBe(404);
    const headers = (answer: Response) =>
      [...answer.headers].filter(([name]) => !["date", "x-request-id"].includes(name));
    const same = async (path: string) => {
      const seen = await page(path);
      expect([path, seen.answer.status]).toEqual([path, 404]);
      expect(seen.html).toBe(never.html);
      expect(headers(seen.answer)).toEqual(headers(never.answer));
    };
    for (const odd of ["x", "a%00b", "%E0%A4%A", "..%2F..", "a/b", `${"y".repeat(3_000)}`]) await same(`/track/${odd}`);
    await revoke("token_revoked_at", clock);
    await same(`/track/${world.token}`);
    await revoke("token_revoked_at", null);
    await revoke("token_expires_at", clock - 1);
    await same(`/track/${world.token}`);
    for (const form of ["report", "notify"]) {
      const answer = await send(`/track/${world.token}/${form}`, { message: "It is broken" });
      expect([form, answer.status]).toEqual([form, 404]);
      expect(await answer.text()).toBe(never.html);
    }
    await revoke("token_expires_at", null);
  });

  built(
    "takes the same time: never was and taken back cannot be told apart by the clock",
    async () => {
      const dead = await putWorld(server, seller.orgId);
      await set("UPDATE shipments SET token_revoked_at = ? WHERE id = ?", [clock, dead.shipment]);
      const times: Record<string, number[]> = { [DEAD]: [], [dead.token]: [] };
      for (let i = 0; i < 160; i++) {
        for (const token of i % 2 ? [DEAD, dead.token] : [dead.token, DEAD]) {
          const from = performance.now();
          await page(`/track/${token}`);
          times[token]?.push(performance.now() - from);
        }
      }
      const [a = [], b = []] = Object.values(times).map((list) => list.slice(20).sort((x, y) => x - y));
      const at = (list: number[], part: number) => list[Math.floor(list.length * part)] ?? Number.NaN;
      // The middle of each lies well inside the other's spread.
      for (const [one, two] of [
        [a, b],
        [b, a],
      ] as const) {
        expect(at(one, 0.5)).toBeGreaterThan(at(two, 0.05));
        expect(at(one, 0.5)).toBeLessThan(at(two, 0.95));
      }
    },
    30_000,
  );
});

describe("find your parcel", () => {
  const find = (fields: Record<string, string>) => send("/track", fields);
  const tooOften = () => {
    clock += 3_600_000;
  };

  built("leads to the parcel by order and e-mail, however the number was typed, and by tracking number", async () => {
    for (const order of ["1001", "#1001", " # 1001"]) {
      const answer = await find({ order, email: "Ana@Example.com " });
      expect([order, answer.status, answer.headers.get("location")]).toEqual([order, 303, `/track/${world.token}`]);
    }
    tooOften();
  });

  built("by what is printed under the label's barcode, as by the number on paper", async () => {
    const held = await putWorld(server, other.orgId);
    await set("UPDATE shipments SET number = '9261290283641500004181' WHERE id = ?", [held.shipment]);
    await set("UPDATE orders SET customer_email = ? WHERE id = ?", ["lea@example.com", held.order]);
    for (const typed of [
      "(420) 77316 9261 2902 8364 1500 0041 81",
      "]C1420773169261290283641500004181",
      "９２６１290283641500004181",
    ]) {
      const { answer, html } = await page(`/track?number=${encodeURIComponent(typed)}`);
      expect([typed, answer.status, html.includes("9261290283641500004181")]).toEqual([typed, 200, true]);
      const found = await find({ number: typed, proof: "lea@example.com" });
      expect([typed, found.headers.get("location")]).toEqual([typed, `/track/${held.token}`]);
    }
    tooOften();
  });

  built(
    "by tracking number alone tells how it stands, and asks for one thing more before anything personal",
    async () => {
      const held = await putWorld(server, other.orgId);
      await set("UPDATE shipments SET number = 'JD014600005550' WHERE id = ?", [held.shipment]);
      await set("UPDATE orders SET customer_email = ?, number = 'ZZ-7788', detail = ? WHERE id = ?", [
        ...[
          ANA,
          JSON.stringify({ shippingAddress: { city: "Zwickau", postalCode: "08056", country: "DE" } }),
          held.order,
        ],
      ]);
      expect((await page(`/track/${held.token}`)).html).toContain("Zwickau");
      const typed = await find({ number: "jd01 4600 0055-50" });
      expect([typed.status, typed.headers.get("location")]).toEqual([303, "/track?number=jd01%204600%200055-50"]);
      const { answer, html } = await page(typed.headers.get("location") ?? "");
      expect(answer.status).toBe(200);
      expect(html).toContain("JD014600005550");
      for (const secret of [
        held.token,
        "Secret present",
        "Zwickau",
        "ZZ-7788",
        "/notify",
        "/report",
        "•••",
        "<script",
      ]) {
        expect([secret, html.includes(secret)]).toEqual([secret, false]);
      }
      // The languages at the foot keep the number; the order's language, which tells of its customer, is not taken.
      expect(html).toContain("?number=jd01%204600%200055-50&amp;lang=de");
      const tell = (proof: string) => find({ number: "JD014600005550", proof });
      const wrong = await tell("08057");
      expect(wrong.status).toBe(422);
      expect(await wrong.text()).not.toContain(held.token);
      for (const proof of [ANA, "08 056"]) {
        expect([proof, (await tell(proof)).headers.get("location")]).toEqual([proof, `/track/${held.token}`]);
      }
      tooOften();
      tooOften();
      // Guessing at one parcel ends soon, also for the right answer, and from whatever address.
      for (let i = 0; i < 6; i++) await tell(`0900${i}`);
      expect((await tell("08056")).status).toBe(429);
      const none = await page("/track?number=JD000000000000");
      expect(none.answer.status).toBe(422);
      expect(none.html).toContain('value="JD000000000000"');
      tooOften();
    },
  );

  built("says the same for no such order and another's order, and keeps what was typed", async () => {
    const none = await find({ order: "99", email: ANA });
    const notYours = await find({ order: "1001", email: "eve@example.com" });
    expect([none.status, notYours.status]).toEqual([422, 422]);
    const [a, b] = [await none.text(), await notYours.text()];
    expect(a).toContain('value="99"');
    expect(b.replace("eve@example.com", ANA).replace('value="1001"', 'value="99"')).toBe(a);
    tooOften();
  });

  built("says which half is missing", async () => {
    const words = async (fields: Record<string, string>) =>
      (await (await find(fields)).text()).replace(/<style>.*?<\/style>/s, "");
    expect(await words({})).toContain("Fill in the order number and the email address");
    expect(await words({ order: "1001" })).toContain("The email address of the order is missing.");
    expect(await words({ email: ANA })).toContain("The order number is missing.");
    expect(await words({ order: "1001", email: "ana" })).toContain("Write an address such as");
  });

  built("an order without a parcel says so in place; several parcels are listed", async () => {
    const fresh = await putWorld(server, other.orgId);
    await set("UPDATE orders SET number = '#2002', customer_email = ? WHERE id = ?", [ANA, fresh.order]);
    await set("DELETE FROM shipments WHERE id = ?", [fresh.shipment]);
    const waiting = await find({ order: "2002", email: ANA });
    expect(waiting.status).toBe(200);
    expect(await waiting.text()).toContain("#2002");
    const second = await putWorld(server, other.orgId);
    const third = await putWorld(server, other.orgId);
    await set("UPDATE shipments SET order_id = ?, number = id WHERE id IN (?, ?)", [
      fresh.order,
      second.shipment,
      third.shipment,
    ]);
    const several = await (await find({ order: "2002", email: ANA })).text();
    expect(several).toContain(`/track/${second.token}`);
    expect(several).toContain(`/track/${third.token}`);
    tooOften();
  });

  built("cannot be asked without end, and another site's page cannot ask at all", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 16; i++) statuses.push((await find({ order: String(i), email: ANA })).status);
    expect(statuses.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 422));
    expect(statuses.at(-1)).toBe(429);
    tooOften();
    expect((await send("/track", { order: "1001", email: ANA }, "https://evil.example")).status).toBe(403);
    expect((await send("/track", { order: "1001", email: ANA }, "null")).status).toBe(403);
  });

  built("what is refused is a page in the reader's language, not the API's own words", async () => {
    const strange = await fetch(`${server.url}/track?lang=de`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://evil.example" },
      body: "order=1",
    });
    expect([strange.status, strange.headers.get("content-type")]).toEqual([403, "text/html; charset=utf-8"]);
    expect(await strange.text()).toContain("Dieses Formular kam nicht von unserer Seite");
    expect((await page("/track/assets/none.js")).answer.headers.get("content-type")).toContain("json");
  });
});

describe("something is wrong", () => {
  built("reaches the seller, says what happens next, and is settled; another seller sees nothing", async () => {
    const answer = await send(`/track/${world.token}/report?lang=de`, {
      kind: "damaged",
      message: "Die Kiste ist nass.",
    });
    expect(answer.status).toBe(303);
    const to = answer.headers.get("location") ?? "";
    expect(to).toBe(`/track/${world.token}?told=report&lang=de#report`);
    expect((await page(to.split("#")[0] ?? "")).html).toMatch(
      /<details[^>]*id="report"[^>]*open|<details[^>]*open[^>]*id="report"/,
    );
    type Reports = { items: { id: string; kind: string; message: string; state: string; orderId: string }[] };
    const { items } = await list<Reports>(seller.people.viewer, `/api/reports?state=open&orderId=${world.order}`);
    expect(items).toMatchObject([{ kind: "damaged", message: "Die Kiste ist nass.", orderId: world.order }]);
    expect((await list<Reports>(other.people.owner, "/api/reports")).items).toEqual([]);
    const id = items[0]?.id;
    const settle = (caller: Caller) => server.call(caller, "PATCH", `/api/reports/${id}`, { state: "closed" });
    expect((await settle(nobody)).status).toBe(401);
    expect((await settle(seller.people.viewer)).status).toBe(403);
    expect((await settle(other.people.agent)).status).toBe(404);
    expect((await settle(seller.people.agent)).status).toBe(200);
    expect((await list<Reports>(seller.people.viewer, "/api/reports?state=open")).items).toEqual([]);
  });

  built("refuses in words and keeps what was typed; the limit is by link", async () => {
    const fresh = await putWorld(server, seller.orgId);
    const say = (message: string, contact = "") =>
      send(`/track/${fresh.token}/report`, { kind: "other", message, contact });
    const short = await say("x", '"><b>@');
    expect(short.status).toBe(422);
    const html = await short.text();
    expect(html).toContain("Say in a few words what is wrong.");
    expect(html).toContain('value="&quot;><b>@"');
    expect((await say("It is broken", "nonsense")).status).toBe(422);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await say(`Message ${i}`)).status);
    expect(statuses).toEqual([303, 303, 303, 422, 422, 422]);
  });
});

describe("messages", () => {
  built("are changed for this parcel by a plain form, and the page shows what was saved", async () => {
    const answer = await send(`/track/${world.token}/notify`, { shipped: "1", delivered: "1" });
    expect(answer.headers.get("location")).toBe(`/track/${world.token}?told=saved#messages`);
    const { html } = await page(`/track/${world.token}?told=saved`);
    const isOn = (name: string) => new RegExp(`<input[^>]*name="${name}"[^>]*checked`).test(html);
    expect(["shipped", "delivered", "problem", "delayed"].map(isOn)).toEqual([true, true, false, false]);
    expect(html).not.toContain(ANA);
    const rows = await server.ctx.db.query("SELECT DISTINCT scope FROM preferences WHERE org_id = ?", [seller.orgId]);
    expect(rows.map((row) => row.scope)).toEqual([world.shipment]);
    expect((await send(`/track/${world.token}/notify`, { muted: "1" }, "https://evil.example")).status).toBe(403);
  });
});

describe("the parcel as data", () => {
  test("shows what the page shows, with the address masked, and nothing behind a dead link", async () => {
    const view = await list<Record<string, unknown>>(nobody, `/api/public/track/${world.token}`);
    expect(view).toMatchObject({
      number: "1Z12345E0205271688",
      orderNumber: "#1001",
      notify: { address: "a•••@e•••.com" },
    });
    expect(JSON.stringify(view)).not.toContain(ANA);
    expect((await server.call(nobody, "GET", `/api/public/track/${DEAD}`)).status).toBe(404);
  });
});
