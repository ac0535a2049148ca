import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RenderTrack } from "@waybill/domain/public/page";

export const dist = (path: string) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
/** `bun run test` builds the app first. */
export const isBuilt = existsSync(dist("server/entry.js"));

export async function renderer(): Promise<RenderTrack> {
  return ((await import(dist("server/entry.js"))) as { renderPage: RenderTrack }).renderPage;
}
