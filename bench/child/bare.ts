// The baseline: Bun.serve, the same HMAC, the same rows into the same table with FULL, and nothing else. `merged` commits
// all that came in one turn of the loop together (setImmediate), `single` commits each request by itself.
import { createHmac, timingSafeEqual } from "node:crypto";
import Native from "libsql";
import { EASYPOST, ORG } from "../lib/prepare.ts";

const { BARE_FILE = "", BARE_MODE, BARE_SECRET = "" } = process.env;
const secret = BARE_SECRET.normalize("NFKD");
const database = new Native(BARE_FILE, { timeout: 5_000 });
for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 400"]) {
  database.prepare(`PRAGMA ${pragma}`).all();
}
const insert = database.prepare(
  `INSERT INTO inbox (org_id, connection_id, kind, adapter, key, received_at, headers, url, body, verified)
    VALUES ('${ORG}', '${EASYPOST}', 'carrier', 'easypost', ?, ?, ?, ?, ?, 'X-Hmac-Signature')`,
);

type Row = [key: string, at: number, headers: string, url: string, body: Buffer];
let waiting: { row: Row; done: () => void }[] = [];

function commitWaiting(): void {
  const batch = waiting;
  waiting = [];
  database.exec("BEGIN IMMEDIATE");
  for (const { row } of batch) insert.run(row);
  database.exec("COMMIT");
  for (const { done } of batch) done();
}

function stored(row: Row): Promise<void> | undefined {
  if (BARE_MODE === "single") {
    insert.run(row);
    return;
  }
  return new Promise((done) => {
    if (waiting.length === 0) setImmediate(commitWaiting);
    waiting.push({ row, done });
  });
}

function verified(given: string | null, body: Buffer): boolean {
  const own = Buffer.from(`hmac-sha256-hex=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const other = Buffer.from(given ?? "");
  return own.length === other.length && timingSafeEqual(own, other);
}

let seq = 0;
const server: Bun.Server<undefined> = Bun.serve<undefined>({
  port: 0,
  hostname: "127.0.0.1",
  maxRequestBodySize: 1_000_000,
  async fetch(request): Promise<Response | undefined> {
    if (request.headers.get("upgrade"))
      return server.upgrade(request) ? undefined : new Response(null, { status: 400 });
    const body = Buffer.from(await request.arrayBuffer());
    if (!verified(request.headers.get("x-hmac-signature"), body)) return new Response(null, { status: 401 });
    const text = body.toString("latin1");
    const key = /"id"\s*:\s*"(evt_[^"]+)"/.exec(text)?.[1] ?? "";
    const headers = JSON.stringify(Object.fromEntries(request.headers));
    await stored([key, Date.now(), headers, request.url, body]);
    if (server.subscriberCount("all") > 0) announce(text);
    return Response.json({ outcome: "accepted" }, { status: 202 });
  },
  websocket: { open: (socket) => void socket.subscribe("all"), message: () => undefined },
});

/** What a listener needs in order to find its webhook again: the newest scan's words. */
function announce(text: string): void {
  const event = JSON.parse(text) as { result: { tracking_details: { message: string }[] } };
  seq += 1;
  const frame = { seq, type: "bare", at: Date.now(), stream: "bare", data: event.result.tracking_details.at(-1) };
  server.publish("all", JSON.stringify({ kind: "frames", frames: [frame] }));
}

process.on("SIGTERM", () => process.exit(0));
process.send?.({ port: server.port });
