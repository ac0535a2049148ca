import { readCatchUp } from "@waybill/domain/live/message";
import type { FeedInput } from "@waybill/domain/live/types";

const CATCH_UP_LIMIT = 500;
const CATCH_UP_TIMEOUT_MS = 20_000;

type Asking = {
  get: (url: string, init: RequestInit) => Promise<Response>;
  url: string;
  /** The feed's number of this request. */
  request: number;
  since: number;
  /** A newer request, or the end of the page. */
  stopped: AbortSignal;
};

/** Asks for what was missed; answers what the feed is to be told, and never throws. */
export async function askCatchUp({ get, url, request, since, stopped }: Asking): Promise<FeedInput> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(CATCH_UP_TIMEOUT_MS)]);
  const failed = { type: "catch_up_failed" as const, request, signedOut: false, retryAfterMs: null };
  try {
    const query = `${url.includes("?") ? "&" : "?"}since=${since}&limit=${CATCH_UP_LIMIT}`;
    const headers = { accept: "application/json" };
    const response = await get(url + query, { headers, credentials: "same-origin", signal });
    const answer = response.ok ? readCatchUp(await response.text()) : null;
    if (answer) return { type: "caught_up", request, answer };
    const retryAfterMs = Number(response.headers.get("retry-after")) * 1000 || null;
    return { ...failed, signedOut: response.status === 401 || response.status === 403, retryAfterMs };
  } catch {
    return failed;
  }
}
