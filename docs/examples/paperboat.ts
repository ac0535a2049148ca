// A Paperboat to practise with: the made-up carrier of docs/adapters.md, on this machine.
//   bun docs/examples/paperboat.ts            listens on port 4010 (0: any free one)
//   curl -X POST 'http://127.0.0.1:4010/move/PB123456782?code=SAILING'
import { createHmac } from "node:crypto";

const KEY = "practice-key";
const SECRET = "practice-secret";
type Scan = { code: string; text: string; at: string; town: string; country: string };
const parcels = new Map<string, Scan[]>();
let hook: string | null = null;

const parcelOf = (number: string) => ({ number, changed: new Date().toISOString(), scans: parcels.get(number) ?? [] });

/** Keeps a scan and pushes the whole parcel, signed over the time and the raw body. */
async function move(number: string, code: string): Promise<string> {
  const scan = { code, text: code.toLowerCase(), at: new Date().toISOString(), town: "Porto", country: "PT" };
  parcels.set(number, [...(parcels.get(number) ?? []), scan]);
  if (hook === null) return "Kept; nobody has asked for webhooks yet.";
  const event = `pbe_${crypto.randomUUID().replaceAll("-", "")}`;
  const body = JSON.stringify({ event, parcel: parcelOf(number) });
  const time = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", SECRET).update(`${time}.${body}`).digest("hex");
  const headers = { "paperboat-time": time, "paperboat-signature": signature };
  const answer = await fetch(hook, { method: "POST", headers, body });
  return `Pushed to ${hook}: ${answer.status}`;
}

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2] ?? 4010),
  fetch: async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const [, moved] = /^\/move\/(\w+)$/.exec(pathname) ?? [];
    if (moved && request.method === "POST") {
      return new Response(`${await move(moved, searchParams.get("code") ?? "SAILING")}\n`);
    }
    if (request.headers.get("authorization") !== `Bearer ${KEY}`) {
      return Response.json({ message: "This key is not known." }, { status: 401 });
    }
    if (pathname === "/v1/account") return Response.json({ name: "Practice harbour" });
    if (pathname === "/v1/hook" && request.method === "PUT") {
      hook = ((await request.json()) as { url: string }).url;
      return Response.json({ url: hook });
    }
    if (pathname === "/v1/parcels") {
      const asked = (searchParams.get("numbers") ?? "").split(",");
      return Response.json({ parcels: asked.filter((number) => parcels.has(number)).map(parcelOf) });
    }
    return Response.json({ message: "There is no such thing." }, { status: 404 });
  },
});
console.log(`Paperboat listens on http://127.0.0.1:${server.port}`);
