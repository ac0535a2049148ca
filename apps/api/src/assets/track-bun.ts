import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { RenderTrack } from "@waybill/domain/public/page";
import type { TrackRenderer } from "./track.ts";

/**
 * The tracking app's renderer from disk, loaded anew when it was built anew; while a build replaces it, the one before answers.
 *
 * @example const track = bunRenderer("apps/tracking/dist/server/entry.js");
 */
export function bunRenderer(path: string): TrackRenderer {
  const file = resolve(path);
  let held: { stamp: string; render: Promise<RenderTrack> } | null = null;
  const load = async (stamp: string): Promise<RenderTrack> => {
    // By path: Bun keeps what it has loaded by a file URL, whatever its query says.
    const built = (await import(`${file}?built=${stamp}`)) as { renderPage: RenderTrack };
    return built.renderPage;
  };
  return {
    load: async () => {
      if (!existsSync(file)) return held?.render ?? null;
      const { mtimeMs, size } = statSync(file);
      const stamp = `${mtimeMs}-${size}`;
      if (held?.stamp === stamp) return held.render;
      const before = held;
      held = { stamp, render: load(stamp) };
      // Half-written: the page before it is better than none, and the next request looks again.
      return held.render.catch((error: unknown) => {
        held = before;
        if (!before) throw error;
        return before.render;
      });
    },
    zip: (html) => Bun.gzipSync(html),
  };
}
