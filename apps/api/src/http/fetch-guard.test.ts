import { afterAll, describe, expect, test } from "bun:test";
import { guardFetch, isPrivateHost } from "./fetch-guard.ts";

/** A fetch that must not be reached: it tells what was asked for. */
function guarded(options: { resolve?: (host: string) => Promise<string[]>; answers?: Record<string, Response> } = {}) {
  const asked: string[] = [];
  const seen: RequestInit[] = [];
  const fetch = guardFetch({
    allowPrivate: false,
    resolve: options.resolve,
    fetch: async (input, init) => {
      asked.push(String(input));
      seen.push(init ?? {});
      return options.answers?.[String(input)] ?? new Response("reached");
    },
  });
  return { fetch, asked, seen };
}

describe("the guarded fetch", () => {
  // The special-purpose registries of RFC 6890 and RFC 8190, and the spellings that the WHATWG URL parser accepts.
  test.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://api.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://intranet/",
    "http://user:pass@127.0.0.1/",
    "http://１２７.0.0.1/",
    "file:///etc/passwd",
    "ftp://example.com/",
    "data:text/plain,hello",
  ])("does not reach %s", async (url) => {
    const { fetch, asked } = guarded();
    await expect(fetch(url)).rejects.toMatchObject({ code: "address_not_allowed" });
    expect(asked).toEqual([]);
  });

  test.each([
    "https://api.easypost.com/v2",
    "http://93.184.216.34/",
    "http://[2606:4700::1111]/",
    "http://172.32.0.1/",
    "http://100.128.0.1/",
    "https://11.0.0.1/",
  ])("reaches %s", async (url) => {
    const { fetch, asked } = guarded();
    expect(await (await fetch(url)).text()).toBe("reached");
    expect(asked).toHaveLength(1);
  });

  test("a public name that points inside is refused", async () => {
    const { fetch, asked } = guarded({ resolve: async () => ["93.184.216.34", "10.0.0.5"] });
    await expect(fetch("https://rebind.example/")).rejects.toMatchObject({ code: "address_not_allowed" });
    expect(asked).toEqual([]);
  });

  test("a redirect is judged again, and carries no headers to another host", async () => {
    const redirect = (to: string) => new Response(null, { status: 302, headers: { location: to } });
    const inside = guarded({ answers: { "https://a.example/": redirect("http://169.254.169.254/") } });
    await expect(inside.fetch("https://a.example/")).rejects.toMatchObject({ code: "address_not_allowed" });
    const outside = guarded({ answers: { "https://a.example/": redirect("https://b.example/") } });
    await outside.fetch("https://a.example/", { headers: { "x-shopify-access-token": "t" } });
    expect(outside.asked).toEqual(["https://a.example/", "https://b.example/"]);
    expect(JSON.stringify(outside.seen[1]?.headers)).toBe("{}");
    const endless = guarded({ answers: { "https://a.example/": redirect("https://a.example/") } });
    await expect(endless.fetch("https://a.example/")).rejects.toMatchObject({ code: "address_not_allowed" });
  });

  test("a caller that wants redirects by hand gets them, and a POST is never repeated elsewhere", async () => {
    const answers = {
      "https://a.example/": new Response(null, { status: 307, headers: { location: "https://b.example/" } }),
    };
    expect((await guarded({ answers }).fetch("https://a.example/", { redirect: "manual" })).status).toBe(307);
    expect((await guarded({ answers }).fetch("https://a.example/", { method: "POST", body: "x" })).status).toBe(307);
  });

  test("with ALLOW_PRIVATE_NETWORKS the same address is reached, over real HTTP", async () => {
    const server = Bun.serve({ port: 0, fetch: () => new Response("inside") });
    afterAll(() => server.stop(true));
    const open = guardFetch({ fetch, allowPrivate: true });
    expect(await (await open(`http://127.0.0.1:${server.port}/`)).text()).toBe("inside");
    const closed = guardFetch({ fetch, allowPrivate: false });
    await expect(closed(`http://127.0.0.1:${server.port}/`)).rejects.toMatchObject({ code: "address_not_allowed" });
  });

  test("the one excepted origin is reached, another port of the same machine is not", async () => {
    const server = Bun.serve({ port: 0, fetch: () => new Response("practice") });
    const other = Bun.serve({ port: 0, fetch: () => new Response("inside") });
    afterAll(() => Promise.all([server.stop(true), other.stop(true)]));
    const origin = `http://127.0.0.1:${server.port}`;
    const guarded = guardFetch({ fetch, allowPrivate: false, except: origin });
    expect(await (await guarded(`${origin}/shopify`)).text()).toBe("practice");
    const refused = guarded(`http://127.0.0.1:${other.port}/`);
    await expect(refused).rejects.toMatchObject({ code: "address_not_allowed" });
  });

  test("nonsense is private", () => {
    expect(["", ":::", "1::2::3", "fe80::1%eth0", "::gggg"].map(isPrivateHost)).toEqual([true, true, true, true, true]);
  });
});
