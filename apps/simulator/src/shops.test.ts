import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { basic, graphql, post, quiet, startReceiver } from "../test/helpers.ts";
import { credentials } from "./credentials.ts";
import type { Simulator } from "./start.ts";

type Further = { path: string; name: string; currency: string; shop: string; clientId: string; clientSecret: string };
type Bag = { shopMoney: { amount: string; currencyCode: string } };
type Orders = { orders: { nodes: { id: string; name: string; currencyCode: string; totalPriceSet: Bag }[] } };
type Shop = { shop: { name: string; myshopifyDomain: string; currencyCode: string } };

const ORDERS =
  "{ orders(first: 50) { nodes { id name currencyCode totalPriceSet { shopMoney { amount currencyCode } } } } }";

let simulator: Simulator;
let further: Further[];
beforeAll(async () => {
  simulator = await quiet({ moreShops: true, initialOrders: 30 });
  const answer = await fetch(`${simulator.url}/_sim/credentials`);
  further = ((await answer.json()) as { further: Further[] }).further;
});
afterAll(() => simulator.stop());

async function tokenOf({ path, clientId, clientSecret }: Further): Promise<string> {
  const body = { client_id: clientId, client_secret: clientSecret, grant_type: "client_credentials" };
  const { json } = await post(simulator, `${path}/admin/oauth/access_token`, body);
  return String(json.access_token);
}

async function ask<T>(shop: Further, query: string): Promise<T> {
  const headers = { "x-shopify-access-token": await tokenOf(shop) };
  const { json } = await post(simulator, `${shop.path}/admin/api/2026-10/graphql.json`, { query }, headers);
  return json.data as T;
}

describe("further shops", () => {
  test("each has its own name, address and money, and no order id or number of another", async () => {
    const main = (await graphql<Orders>(simulator, ORDERS)).data as Orders;
    const seen = new Set(main.orders.nodes.flatMap(({ id, name }) => [id, name]));
    expect(further.map(({ currency }) => currency)).toEqual(["EUR", "GBP"]);
    for (const shop of further) {
      const { shop: said } = await ask<Shop>(shop, "{ shop { name myshopifyDomain currencyCode } }");
      expect(said).toEqual({ name: shop.name, myshopifyDomain: shop.shop, currencyCode: shop.currency });
      const { orders } = await ask<Orders>(shop, ORDERS);
      expect(orders.nodes.length).toBeGreaterThan(0);
      for (const { id, name } of orders.nodes) {
        expect(seen.has(id) || seen.has(name)).toBe(false);
        seen.add(id).add(name);
      }
      const money = new Set(orders.nodes.map((node) => node.totalPriceSet.shopMoney.currencyCode));
      // A faulty order names a currency that does not exist; no other shop's money is among them.
      money.delete("XXX");
      expect([...money]).toEqual([shop.currency]);
    }
  });

  test("one shop's credentials open no other shop", async () => {
    const [first, second] = further as [Further, Further];
    const body = { client_id: first.clientId, client_secret: first.clientSecret, grant_type: "client_credentials" };
    expect((await post(simulator, `${second.path}/admin/oauth/access_token`, body)).status).toBe(401);
    const token = { "x-shopify-access-token": await tokenOf(first) };
    const query = { query: "{ shop { name } }" };
    expect((await post(simulator, `${second.path}/admin/api/2026-10/graphql.json`, query, token)).status).toBe(401);
  });

  test("the carriers know the parcels of every shop, and tell of their scans", async () => {
    const [shop] = further as [Further];
    const receiver = startReceiver();
    const key = { authorization: basic(credentials.easypost.apiKey, "") };
    await post(simulator, "/easypost/v2/webhooks", { webhook: { url: receiver.url } }, key);
    const { orders } = await ask<Orders>(
      shop,
      '{ orders(first: 50, query: "fulfillment_status:unfulfilled") { nodes { id name currencyCode totalPriceSet { shopMoney { amount currencyCode } } } } }',
    );
    const name = orders.nodes[0]?.name ?? "";
    const shipped = await post(simulator, `/_sim/orders/${encodeURIComponent(name)}/ship`, { carrier: "usps" });
    const [number] = (shipped.json.order as { trackingNumbers: string[] }).trackingNumbers;
    await post(simulator, "/easypost/v2/trackers", { tracker: { tracking_code: number } }, key);
    await simulator.idle();
    const before = receiver.received.length;
    await post(simulator, `/_sim/parcels/${number}/advance`, { steps: 2 });
    await simulator.idle();
    expect(receiver.received.slice(before).filter(({ body }) => body.includes(String(number))).length).toBe(2);
    await receiver.stop();
  });
});

describe("several receivers of one account", () => {
  test("UPS, FedEx and EasyPost tell each of them; one that was forgotten hears nothing more", async () => {
    const mine = startReceiver();
    const other = startReceiver();
    const basicUps = { authorization: basic(credentials.ups.clientId, credentials.ups.clientSecret) };
    const signIn = await fetch(`${simulator.url}/ups/security/v1/oauth/token`, {
      method: "POST",
      headers: basicUps,
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const { access_token: token } = (await signIn.json()) as { access_token: string };
    const ups = { authorization: `Bearer ${token}`, transId: "t1", transactionSrc: "test" };
    const number = "1Z12345E0205271688";
    const fedex = "449044304137821";
    await post(simulator, "/_sim/parcels", { number: fedex, carrier: "fedex" });
    for (const { url } of [mine, other]) {
      const destination = { url, credentialType: "Bearer", credential: "word" };
      const body = { locale: "en_US", countryCode: "US", trackingNumberList: [number], destination };
      expect((await post(simulator, "/ups/api/track/v1/subscription/standard/package", body, ups)).status).toBe(200);
      await post(simulator, "/_sim/fedex/webhook", { url });
    }
    const received = async () => {
      const before = [mine.received.length, other.received.length];
      await post(simulator, `/_sim/parcels/${number}/advance`, { steps: 1 });
      await post(simulator, `/_sim/parcels/${fedex}/advance`, { steps: 1 });
      await simulator.idle();
      return [mine.received.length - (before[0] ?? 0), other.received.length - (before[1] ?? 0)];
    };
    expect(await received()).toEqual([2, 2]);
    expect((await post(simulator, "/_sim/forget", { urls: [other.url] })).json).toEqual({ forgotten: 2 });
    expect(await received()).toEqual([2, 0]);
    await mine.stop();
    await other.stop();
  });
});
