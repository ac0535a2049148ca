import { describe, expect, test } from "bun:test";
import { authorizeLive, type LivePorts, type LivePrincipal, liveTarget, originAllowed } from "./live.ts";

const config = { publicUrl: "https://app.example", corsOrigins: ["https://shop.example"] };

describe("originAllowed", () => {
  const ask = (origin: string | null, host: string | null = "app.example") =>
    originAllowed({ origin, host, ...config });

  test("our own pages and the allow-list may open a socket", () => {
    expect(ask("https://app.example")).toBe(true);
    expect(ask("https://shop.example")).toBe(true);
    expect(ask("http://127.0.0.1:3000", "127.0.0.1:3000")).toBe(true);
    expect(ask("https://APP.example:443", null)).toBe(true);
  });

  test("every other site may not, however similar its name", () => {
    const strangers = [
      ...[
        "https://evil.example",
        "https://app.example.evil.example",
        "https://evil-app.example",
        "https://sub.app.example",
      ],
      ...[
        "http://shop.example",
        "https://shop.example:8443",
        "null",
        "",
        "not a url",
        "file:///app.example",
        "ws://app.example",
      ],
    ];
    for (const origin of strangers) expect([origin, ask(origin)]).toEqual([origin, false]);
    expect(ask(null)).toBe(false);
    expect(ask("http://app.example", "other.example")).toBe(false);
  });
});

describe("authorizeLive", () => {
  const ports = (principal: LivePrincipal | null): LivePorts => ({
    config,
    principalOf: async () => principal,
    shipmentOf: async (token) => (token === "goodtoken1" ? { orgId: "org_1", shipmentId: "shp_1" } : null),
    trackSeq: async () => 3,
  });
  const ask = (path: string, origin: string | null, principal: LivePrincipal | null) => {
    const headers: Record<string, string> = { host: "app.example" };
    if (origin) headers.origin = origin;
    const request = new Request(`https://app.example${path}`, { headers });
    const target = liveTarget(path);
    if (!target) throw new Error(`${path} is no live path`);
    return authorizeLive({ request, target, ports: ports(principal) });
  };
  const session: LivePrincipal = { orgId: "org_1", via: "session", seq: async () => 41 };

  test("a signed-in seller hears the own organisation, from its newest seq", async () => {
    const grant = await ask("/live", "https://app.example", session);
    expect(grant).toMatchObject({ ok: true, socket: { topic: "org:org_1", orgId: "org_1" } });
    expect(grant.ok && (await grant.socket.hello())).toBe(41);
  });

  test("a good cookie sent from another site is refused", async () => {
    expect(await ask("/live", "https://evil.example", session)).toMatchObject({ ok: false, status: 403 });
  });

  test("without an Origin only an API key is enough", async () => {
    expect(await ask("/live", null, session)).toMatchObject({ ok: false, status: 403 });
    expect(await ask("/live", null, { ...session, via: "api_key" })).toMatchObject({ ok: true });
  });

  test("nobody is refused", async () => {
    expect(await ask("/live", "https://app.example", null)).toMatchObject({ ok: false, status: 401 });
  });

  test("a tracking link needs no sign-in and hears one parcel only", async () => {
    const grant = await ask("/live/track/goodtoken1", null, null);
    expect(grant).toMatchObject({ ok: true, socket: { topic: "track:shp_1" } });
    expect(grant.ok && (await grant.socket.hello())).toBe(3);
    expect(await ask("/live/track/wrongtoken", null, null)).toMatchObject({ ok: false, status: 404 });
    expect(await ask("/live/track/goodtoken1", "https://evil.example", null)).toMatchObject({ ok: false, status: 403 });
  });

  test("only the two live paths are live", () => {
    for (const path of [
      "/live/",
      "/live/events",
      "/live/track/",
      "/live/track/a",
      "/live/track/goodtoken1/events",
      "/lively",
    ])
      expect([path, liveTarget(path)]).toEqual([path, null]);
  });
});
