import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { preferenceToken } from "@waybill/engine/notifications/preference-token";
import { setBranding } from "@waybill/engine/organisation/settings";
import { testScope } from "@waybill/engine/testing/scope";
import { foundOrganisation, makeKeyFor, nobody, putWorld, startTest, type TestServer } from "./harness.ts";

let server: TestServer;
let home: Awaited<ReturnType<typeof foundOrganisation>>;
let world: Awaited<ReturnType<typeof putWorld>>;
beforeAll(async () => {
  server = await startTest();
  home = await foundOrganisation(server, "words");
  world = await putWorld(server, home.orgId);
});
afterAll(() => server.stopAll());

type Preview = { subject: string; html: string; text: string; waybill: { headline: string } };
const edit = (headline: string | null) => ({
  trigger: "shipped",
  language: "en",
  template: { subject: null, headline, intro: null },
});
const call = (method: string, path: string, body?: unknown) => server.call(home.people.admin, method, path, body);

describe("templates", () => {
  test("are saved by message and language, and null gives Waybill's words back", async () => {
    expect((await call("PUT", "/api/templates", edit("Hooray"))).status).toBe(200);
    const { templates, languages, placeholders } = (await (await call("GET", "/api/templates")).json()) as {
      templates: object;
      languages: string[];
      placeholders: Record<string, string>;
    };
    expect(templates).toEqual({ shipped: { en: { subject: null, headline: "Hooray", intro: null } } });
    expect(languages).toContain("en");
    expect(Object.keys(placeholders)).toContain("order");
    const back = await call("PUT", "/api/templates", { ...edit(null), template: null });
    expect(await back.json()).toEqual({ shipped: {} });
  });

  test("with an unknown placeholder are refused in words, by their part; nothing changes", async () => {
    const answer = await call("PUT", "/api/templates", edit("Order {ordr}"));
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { issues: { path: string; message: string }[] } };
    expect(error.issues[0]?.path).toBe("headline");
    expect(error.issues[0]?.message).toContain("{ordr} is not a placeholder");
    expect((await call("POST", "/api/templates/test", edit("Order {ordr}"))).status).toBe(400);
  });

  test("are previewed as typed, escaped, and framed only by our own pages", async () => {
    const evil = "<img src=x onerror=alert(1)>{order}";
    const preview = (await (await call("POST", "/api/templates/preview", edit(evil))).json()) as Preview;
    expect(preview.html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(preview.waybill.headline).not.toContain("img");
    const query = `trigger=shipped&language=en&headline=${encodeURIComponent(evil)}&scheme=dark`;
    const page = await call("GET", `/api/templates/preview/html?${query}`);
    expect(page.headers.get("content-type")).toStartWith("text/html");
    expect(page.headers.get("content-security-policy")).toContain("sandbox");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).toContain("color-scheme:dark");
    expect(html).not.toContain("<img src=x");
  });

  test("a test goes to the person who asked, and to nobody by a key", async () => {
    const sent = await call("POST", "/api/templates/test", edit("Just for me"));
    expect(sent.status).toBe(202);
    const { id, to } = (await sent.json()) as { id: string; to: string };
    expect(to).toContain("@");
    const detail = (await (await call("GET", `/api/notifications/${id}`)).json()) as {
      recipient: string;
      test: boolean;
      preview: { text: string };
    };
    expect(detail).toMatchObject({ recipient: to, test: true });
    expect(detail.preview.text).toContain("JUST FOR ME");
    const key = await makeKeyFor(server, home.people.owner, "owner");
    expect((await server.call(key, "POST", "/api/templates/test", edit("x"))).status).toBe(403);
  });
});

describe("notifications", () => {
  test("carry the names of their order, are filtered, counted, and shown as a page", async () => {
    const read = async (query: string) =>
      ((await (await call("GET", `/api/notifications?${query}`)).json()) as { items: Record<string, unknown>[] }).items;
    const [item] = await read(`orderId=${world.order}`);
    expect(item).toMatchObject({ id: world.notification, orderId: world.order });
    expect(item?.orderNumber).toBeString();
    expect(await read("state=complained,bounced")).toEqual([]);
    expect((await read(`q=${encodeURIComponent(String(item?.orderNumber))}`)).map((one) => one.id)).toContain(item?.id);
    expect((await call("GET", "/api/notifications?state=nonsense")).status).toBe(400);
    const counts = (await (await call("GET", "/api/notifications/counts")).json()) as Record<string, number>;
    expect(counts.suppressed).toBe(0);
  });

  test("blocked addresses are listed and lifted", async () => {
    const address = "gone@customer.example";
    await server.ctx.db.commit([
      { sql: "INSERT INTO suppressions VALUES (?, ?, 'bounced', 1)", args: [home.orgId, address] },
    ]);
    const list = async () =>
      ((await (await call("GET", "/api/suppressions")).json()) as { items: { address: string }[] }).items;
    expect((await list()).map((item) => item.address)).toEqual([address]);
    const lift = () => call("POST", "/api/suppressions/lift", { address });
    expect(await (await lift()).json()).toEqual({ lifted: true });
    expect(await (await lift()).json()).toEqual({ lifted: false });
    expect(await list()).toEqual([]);
  });
});

describe("the page of a recipient", () => {
  const page = async (token: string, language: string) =>
    (await fetch(`${server.url}/notify/${token}`, { headers: { "accept-language": language } })).text();

  test("wears the seller's colour and says what it is about; an unknown link speaks the browser's language", async () => {
    const none = { logo: null, supportEmail: null, supportUrl: null, returnsUrl: null, footer: null };
    const branding = { ...none, name: "Kraft & Co", accent: "#ffee00" };
    await setBranding(testScope(server.ctx, home.orgId), { branding });
    const subject = { orgId: home.orgId, address: "ana@customer.example", shipmentId: world.shipment };
    const token = await preferenceToken(server.ctx, subject);
    const html = await page(token, "de");
    expect(html).toContain('<html lang="en">');
    expect(html).toContain("ana@customer.example");
    expect(html).toContain("--accent:#ffee00;--accent-ink:#151b24");
    expect(html).toContain("Kraft &amp; Co");
    expect(await page("v1.a.b", "de-AT,de;q=0.9")).toContain('<html lang="de">');
    expect(await page("v1.a.b", "xx")).toContain('<html lang="en">');
  });

  test("answers one click alike for a known and an unknown token", async () => {
    const subject = { orgId: home.orgId, address: "ben@customer.example", shipmentId: null };
    const known = await preferenceToken(server.ctx, subject);
    const unknown = `${known.slice(0, -3)}abc`;
    const click = async (token: string) => {
      const answer = await server.call(nobody, "POST", `/notify/${token}/unsubscribe`);
      return `${answer.status} ${(await answer.text()).replaceAll(token, "TOKEN")}`;
    };
    expect(await click(known)).toBe(await click(unknown));
  });
});
