import type { Frame } from "@waybill/domain/frame";
import type { LiveMessage } from "@waybill/domain/live/events";

// What both hubs agree on: the words on the socket, the close codes, the sizes.

/** The one thing a browser may say; answered with PONG, so that it notices a dead line. */
export const PING = "ping";
export const PONG = "pong";
/**
 * Said before the server closes a socket: come back, with the usual backoff. workerd sends the close frame at once but can
 * keep the line open for ten seconds more, in which no client hears of the close.
 */
export const BYE = "bye";
/** Longer than any ping; a bigger message is cut off by the runtime itself (1009). */
export const MAX_CLIENT_MESSAGE = 128;

export const CLOSE = {
  /** The client spoke: this socket goes one way. */
  unsupported: 1003,
  /** The seq of the hello could not be read. */
  broken: 1011,
  /** The server is restarting. */
  restart: 1012,
  /** The client does not read fast enough; it resumes by catch-up. */
  slow: 4008,
  /** The handshake is too long ago: connect again, and be authenticated again. */
  renew: 4009,
} as const;

/** A socket is good for this long; a revoked session or key sees nothing after it. Varied so that not all return at once. */
export const LIFETIME_MS = 60 * 60_000;
const LIFETIME_SPREAD = 0.25;

/** A message stays well below the limit at which a socket counts as slow, so that a burst alone cuts nobody off. */
const MAX_MESSAGE_CHARS = 128 * 1024;

/** When a socket accepted at `now` must renew its handshake. `random` is in [0, 1). */
export function renewAt(now: number, random: number): number {
  return now + LIFETIME_MS * (1 - LIFETIME_SPREAD * random);
}

export function helloMessage(seq: number, at: number): string {
  return JSON.stringify({ kind: "hello", seq, at } satisfies LiveMessage);
}

/** Frames of one topic as few messages `{"kind":"frames","frames":[…]}`, each below the size at which it hurts. */
export function frameMessages(frames: readonly Frame[]): string[] {
  const messages: string[] = [];
  let part: string[] = [];
  let size = 0;
  for (const frame of frames) {
    const text = JSON.stringify(frame);
    if (part.length > 0 && size + text.length > MAX_MESSAGE_CHARS) {
      messages.push(`{"kind":"frames","frames":[${part.join(",")}]}`);
      part = [];
      size = 0;
    }
    part.push(text);
    size += text.length;
  }
  if (part.length > 0) messages.push(`{"kind":"frames","frames":[${part.join(",")}]}`);
  return messages;
}
