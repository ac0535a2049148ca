import type { Hub, HubTopic } from "@waybill/engine/core/context";
import type { LiveSocket } from "../live.ts";
import type { makeTestLog } from "./testing.ts";

type TestLog = ReturnType<typeof makeTestLog>;

/** How long a late hello takes: long enough for a commit to overtake it. */
const LATE_MS = 300;

/**
 * The routes the hub contract talks to, the same on both runtimes: `POST /commit`, `GET /live` (WebSocket) and
 * `GET /live/events`. `wait=before|after` delays the hello's reading or its telling, `wait=fails` breaks it.
 */
export async function testRoutes(input: {
  request: Request;
  hub: Hub;
  log: TestLog;
  upgrade: (socket: LiveSocket) => Promise<Response | undefined> | Response | undefined;
}): Promise<Response | undefined> {
  const { request, hub, log, upgrade } = input;
  const url = new URL(request.url);
  const query = (name: string) => url.searchParams.get(name);
  const org = query("org") ?? "";
  const track = query("track");
  if (url.pathname === "/commit") {
    const size = Number(query("size") ?? 0);
    log.commit(hub, { org, count: Number(query("count")), size, ...(track ? { track } : {}) });
    return Response.json({ seq: log.seq(org) });
  }
  if (url.pathname === "/live/events") return Response.json(log.since(org, Number(query("since"))));
  if (url.pathname !== "/live") return new Response("ready");
  const topic: HubTopic = track ? `track:${track}` : `org:${org}`;
  const late = () => new Promise((done) => setTimeout(done, LATE_MS));
  const hello = async () => {
    const wait = query("wait");
    if (wait === "fails") throw new Error("no database");
    if (wait === "before") await late();
    const seq = log.seq(org);
    if (wait === "after") await late();
    return seq;
  };
  return upgrade({ topic, orgId: org, hello });
}
