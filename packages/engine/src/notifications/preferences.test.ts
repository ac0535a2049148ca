import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import fc from "fast-check";
import { makeWorld, type World } from "../testing/outbox.ts";
import { ORG, testScope } from "../testing/scope.ts";
import { preferenceLink, preferenceToken, readPreferenceToken, unsubscribeHeaders } from "./preference-token.ts";
import { blockedBy, getPreferences, setPreferences, unsubscribe } from "./preferences.ts";

let database: TestDatabase;
let world: World;
beforeEach(async () => {
  database = await testDatabase();
  world = makeWorld({ db: database.db });
});
afterEach(() => database.close());

const subject = { orgId: ORG, address: "ana@example.com", shipmentId: "shp_1" };
const blocked = (over: Partial<Parameters<typeof blockedBy>[1]> = {}, scope = world.scope) =>
  blockedBy(scope, { recipient: "ana@example.com", trigger: "shipped", shipmentId: "shp_1", ...over });

describe("the token", () => {
  test("is HMAC-SHA256 over what it carries, as Node's own crypto computes it", async () => {
    const token = await preferenceToken(world.ctx, subject);
    const [version, body, mac] = token.split(".");
    expect(JSON.parse(Buffer.from(body ?? "", "base64url").toString())).toEqual([ORG, "ana@example.com", "shp_1"]);
    const hmac = createHmac("sha256", world.ctx.config.appSecret);
    expect(mac).toBe(hmac.update(`waybill notification preferences\n${version}.${body}`).digest("base64url"));
    expect(await readPreferenceToken(world.ctx, token)).toEqual(subject);
  });

  test("is refused with one character changed, anywhere", async () => {
    const token = await preferenceToken(world.ctx, subject);
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === "A" ? "B" : "A";
      expect(await readPreferenceToken(world.ctx, token.slice(0, i) + other + token.slice(i + 1))).toBeNull();
    }
  });

  test("has one spelling: the unused bits at the end of base64 are no second token", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const token = await preferenceToken(world.ctx, subject);
    // 32 bytes are 43 characters, the last of which carries four bits of six.
    const last = alphabet.indexOf(token.at(-1) ?? "");
    for (const bits of [1, 2, 3]) {
      expect(await readPreferenceToken(world.ctx, token.slice(0, -1) + alphabet[last ^ bits])).toBeNull();
    }
  });

  test("is refused under another secret, cut, empty or made up", async () => {
    const token = await preferenceToken(world.ctx, subject);
    const config = { ...world.ctx.config, appSecret: "another" };
    expect(await readPreferenceToken({ config }, token)).toBeNull();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((s) => `v1.${s}.${s}`),
          fc.nat(token.length - 1).map((n) => token.slice(0, n)),
        ),
        async (text) => {
          expect(await readPreferenceToken(world.ctx, text)).toBeNull();
        },
      ),
    );
  });

  test("keeps an address outside ASCII, and stands in both links", async () => {
    const address = "åsa@exämple.com";
    const { preferences, unsubscribe: link } = await preferenceLink(world.ctx, { ...subject, address });
    const token = preferences.replace("https://shop.example/notify/", "");
    expect(link).toBe(`${preferences}/unsubscribe`);
    expect((await readPreferenceToken(world.ctx, token))?.address).toBe(address);
    // RFC 8058 §3.1.
    expect(unsubscribeHeaders(link)).toEqual({
      "List-Unsubscribe": `<${link}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
  });
});

describe("choosing", () => {
  test("everything is wanted until somebody says otherwise", async () => {
    const token = await preferenceToken(world.ctx, subject);
    expect(await getPreferences(world.ctx, token)).toEqual({
      address: "ana@example.com",
      seller: null,
      everything: true,
      triggers: { shipped: true, out_for_delivery: true, delivered: true, problem: true, delayed: true },
      muted: false,
      mutedOrder: null,
      parcel: null,
      order: null,
      locale: "en",
      brand: { logoUrl: null, accent: null },
    });
    expect(await blocked()).toBeNull();
  });

  test("one kind, this parcel, everything: each stops what it says and no more, and can be taken back", async () => {
    const token = await preferenceToken(world.ctx, subject);
    await setPreferences(world.ctx, { token, triggers: { shipped: false } });
    expect(await blocked()).toContain("this kind");
    expect(await blocked({ trigger: "delivered" })).toBeNull();
    await setPreferences(world.ctx, { token, triggers: { shipped: true }, muted: true });
    expect(await blocked()).toContain("muted this parcel");
    expect(await blocked({ shipmentId: "shp_2" })).toBeNull();
    await setPreferences(world.ctx, { token, muted: false });
    await unsubscribe(world.ctx, token);
    await unsubscribe(world.ctx, token);
    expect(await blocked({ shipmentId: "shp_2", trigger: "delivered" })).toContain("unsubscribed");
    expect(await blocked({}, testScope(world.ctx, "org_b"))).toBeNull();
    expect(await blocked({ recipient: "ben@example.com" })).toBeNull();
    expect(await setPreferences(world.ctx, { token, everything: true })).toMatchObject({
      everything: true,
      muted: false,
    });
    expect(await blocked()).toBeNull();
  });

  test("a token that is not ours changes nothing and says nothing", async () => {
    expect(await getPreferences(world.ctx, "v1.a.b")).toBeNull();
    expect(await setPreferences(world.ctx, { token: "v1.a.b", everything: false })).toBeNull();
    await unsubscribe(world.ctx, "v1.a.b");
    expect(await world.ctx.db.query("SELECT * FROM preferences")).toEqual([]);
  });
});
