import type { Lane } from "./lane.ts";
import type { Platform } from "./world/types.ts";

/** Keeps one webhook of a platform back until another has gone first. */
export function makeHold(lane: Lane) {
  const held = new Map<Platform, () => void>();
  const release = (platform: Platform) => {
    const start = held.get(platform);
    held.delete(platform);
    start?.();
  };
  return {
    holds: (platform: Platform) => held.has(platform),
    release,
    keep(platform: Platform, start: () => void, longestMs: number): void {
      held.set(platform, start);
      // Nothing may follow for a while; a held webhook is late, never lost.
      lane.after(longestMs, () => {
        if (held.get(platform) === start) release(platform);
      });
    },
  };
}
