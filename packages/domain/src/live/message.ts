import type { CatchUp, Frame } from "../frame.ts";
import type { LiveMessage } from "./events.ts";

// Checked by hand and not with Zod: this runs on the public page, which must stay small on a bad phone line.

/**
 * Reads one message of the live socket. Null for anything that is none of the three kinds; frames' `data` is not
 * checked here (the server validated it before it went into the log).
 *
 * @example readLiveMessage('{"kind":"hello","seq":41,"at":1795184040000}')
 */
export function readLiveMessage(text: string): LiveMessage | null {
  const value = readJson(text);
  if (value === null) return null;
  switch (value.kind) {
    case "hello":
      return isSeq(value.seq) && typeof value.at === "number" ? { kind: "hello", seq: value.seq, at: value.at } : null;
    case "frames":
      return isFrames(value.frames) ? { kind: "frames", frames: value.frames } : null;
    case "reset":
      return { kind: "reset", reason: typeof value.reason === "string" ? value.reason : "the server asked for it" };
    default:
      return null;
  }
}

/** Reads the answer of the catch-up; null when it is not one. */
export function readCatchUp(text: string): CatchUp | null {
  const value = readJson(text);
  if (value === null || !isSeq(value.seq)) return null;
  if (value.reset === true) {
    const reason = typeof value.reason === "string" ? value.reason : "the server asked for it";
    return { reset: true, seq: value.seq, reason };
  }
  if (value.reset !== false || !isFrames(value.frames) || typeof value.more !== "boolean") return null;
  return { reset: false, frames: value.frames, seq: value.seq, more: value.more };
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSeq(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isFrames(value: unknown): value is Frame[] {
  return Array.isArray(value) && value.every(isFrame);
}

function isFrame(value: unknown): value is Frame {
  return (
    isRecord(value) &&
    isSeq(value.seq) &&
    typeof value.type === "string" &&
    typeof value.at === "number" &&
    typeof value.stream === "string"
  );
}
