import { existsSync, readFileSync } from "node:fs";
import { credentials } from "../src/credentials.ts";
import type { SimOptions } from "../src/options.ts";
import { type Simulator, startSimulator } from "../src/start.ts";

const sharedFolder = new URL("../../../../shared/", import.meta.url);

/** Whether the official samples are at hand; tests that compare with them are skipped without. */
export const hasShared = existsSync(sharedFolder);

export function sharedText(path: string): string {
  return readFileSync(new URL(path, sharedFolder), "utf8");
}

/** A quiet simulator: any free port, nothing moves unless told to. */
export function quiet(options: Partial<SimOptions> = {}): Promise<Simulator> {
  return startSimulator({
    port: 0,
    seed: "test",
    autoRun: false,
    initialOrders: 0,
    throttle: false,
    retryBaseMs: 5,
    mailDelayMs: 5,
    ...options,
  });
}

type Received = { url: string; headers: Record<string, string>; body: string };

/** A webhook receiver that keeps what it gets; `answer` decides the status per request. */
export function startReceiver(answer: (request: Received, count: number) => number = () => 200) {
  const received: Received[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const entry = {
        url: new URL(request.url).pathname,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      received.push(entry);
      return new Response(null, { status: answer(entry, received.length) });
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, received, stop: () => server.stop(true) };
}

export async function post(simulator: Simulator, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(simulator.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  };
}

export type GraphQLAnswer<T> = {
  data?: T;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
  extensions?: {
    cost: {
      requestedQueryCost: number;
      actualQueryCost: number | null;
      throttleStatus: { currentlyAvailable: number };
    };
  };
};

export async function graphql<T>(
  simulator: Simulator,
  query: string,
  variables: Record<string, unknown> = {},
  token: string = credentials.shopify.accessToken,
) {
  const answer = await post(
    simulator,
    "/shopify/admin/api/2026-10/graphql.json",
    { query, variables },
    { "x-shopify-access-token": token },
  );
  return answer.json as GraphQLAnswer<T>;
}

export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
