import type { RenderTrack } from "@waybill/domain/public/page";

/** The public page's renderer: the tracking app's server build, as the runtime gets at it. */
export type TrackRenderer = {
  /** Null while it is not built. */
  load: () => Promise<RenderTrack | null>;
  /** Compresses a page, where no proxy of the runtime does. */
  zip?: (html: string) => Uint8Array<ArrayBuffer>;
};
