import type { Force } from "./force.ts";
import type { Platform } from "./world/types.ts";

/** One webhook to be delivered; `headers` signs exactly the bytes that are sent, for each attempt anew. */
export type Outgoing = {
  platform: Platform;
  topic: string;
  /** The parcel number, order name or e-mail id it is about. */
  about: string;
  url: string;
  /** The platform's id of this delivery; stays the same over retries and duplicates. */
  id: string;
  body: string;
  headers: (input: { body: string; now: number; wrongSignature: boolean; attempt: number }) => Record<string, string>;
  /** Waits before the second, third … attempt, in multiples of `retryBaseMs`; empty means no retry. */
  retries: readonly number[];
  /** Wait before the first attempt, real ms. */
  wait?: number;
  force?: Force;
  onOutcome?: (delivered: boolean) => void;
};

export type DeliveryRecord = {
  id: string;
  platform: Platform;
  topic: string;
  about: string;
  url: string;
  at: number;
  outcome: "pending" | "delivered" | "failed" | "dropped";
  attempts: number;
  /** HTTP status of the last attempt, 0 when there was no answer. */
  status: number;
  faults: string[];
};

/** What is known of a webhook before its first attempt. */
export function newRecord({ id, platform, topic, about, url }: Outgoing, at: number): DeliveryRecord {
  return { id, platform, topic, about, url, at, outcome: "pending", attempts: 0, status: 0, faults: [] };
}

const ANSWER_WITHIN_MS = 5000;

type Post = {
  out: Outgoing;
  record: DeliveryRecord;
  /** 0 for the first attempt. */
  round: number;
  now: number;
  fetch: (request: Request) => Promise<Response>;
  stopped: AbortSignal;
};

/** One attempt; answers whether the receiver took it. */
export async function postWebhook({ out, record, round, now, fetch, stopped }: Post): Promise<boolean> {
  // Forged or broken sends strike the first attempt only: the platform's own retry is genuine.
  const wrongSignature = round === 0 && record.faults.includes("wrongSignature");
  const broken = round === 0 && record.faults.includes("malformedBody");
  const body = broken ? out.body.slice(0, Math.max(1, Math.floor(out.body.length * 0.6))) : out.body;
  record.attempts += 1;
  const headers = out.headers({ body, now, wrongSignature, attempt: record.attempts });
  try {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const request = new Request(out.url, { method: "POST", headers, body, signal, redirect: "manual" });
    const response = await fetch(request);
    await response.arrayBuffer();
    record.status = response.status;
    return response.status >= 200 && response.status < 300;
  } catch {
    record.status = 0;
    return false;
  }
}
