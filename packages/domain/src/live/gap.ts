import type { Frame } from "../frame.ts";

/**
 * What a client knows about the list of events: how far it has applied them, which ones arrived too early, and the
 * highest seq it has heard of. `cursor` is null until the first load.
 */
export type Gap = { cursor: number | null; ahead: readonly Frame[]; target: number };

/** Early frames kept at most; beyond this the catch-up fetches them again, which is cheaper than remembering them. */
const AHEAD_LIMIT = 2000;

/** True while events are known to exist that have not been applied. */
export function isBehind(gap: Gap): boolean {
  return gap.cursor !== null && gap.target > gap.cursor;
}

/**
 * Takes frames in whatever order they came and gives back those that may be applied now: each exactly one after the
 * last. Repeats are dropped, early ones are kept; `hold` keeps everything (the page is reloading its view).
 *
 * @example accept({ cursor: 4, ahead: [], target: 4 }, [frame6, frame5], false).ready // [frame5, frame6]
 */
export function accept(gap: Gap, frames: readonly Frame[], hold: boolean): { gap: Gap; ready: readonly Frame[] } {
  let target = gap.target;
  for (const frame of frames) if (frame.seq > target) target = frame.seq;
  if (hold || gap.cursor === null) return { gap: { ...gap, target, ahead: merge(gap, frames) }, ready: [] };
  const all = gap.ahead.length === 0 && isRun(gap.cursor, frames) ? frames : merge(gap, frames);
  let cursor = gap.cursor;
  let used = 0;
  for (const frame of all) {
    if (frame.seq !== cursor + 1) break;
    cursor += 1;
    used += 1;
  }
  return { gap: { cursor, target: Math.max(target, cursor), ahead: all.slice(used) }, ready: all.slice(0, used) };
}

function isRun(cursor: number, frames: readonly Frame[]): boolean {
  return frames.every((frame, index) => frame.seq === cursor + 1 + index);
}

/** Ahead and new frames in one list: sorted, without repeats, without those already applied, bounded. */
function merge(gap: Gap, frames: readonly Frame[]): Frame[] {
  const bySeq = new Map<number, Frame>();
  for (const frame of [...gap.ahead, ...frames]) {
    if (gap.cursor === null || frame.seq > gap.cursor) bySeq.set(frame.seq, frame);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(0, AHEAD_LIMIT);
}
