import { existsSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { Assets } from "./assets.ts";

type Held = {
  stamp: string;
  bytes: Uint8Array<ArrayBuffer>;
  zipped: Uint8Array<ArrayBuffer> | null;
  type: string;
  etag: string;
};

/** Vite puts a content hash into these names. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/;
const TEXT = /^(text\/|application\/(javascript|json|manifest)|image\/svg)/;
/** Below this a compressed answer is not worth its headers, bytes. */
const WORTH_ZIPPING = 1_400;

/**
 * The built web apps from disk, compressed once and kept in memory while the file does not change.
 *
 * @example const assets = bunAssets({ dashboard: "apps/dashboard/dist", tracking: "apps/tracking/dist", scalar: null });
 */
export function bunAssets(roots: { dashboard: string; tracking: string; scalar: string | null }): Assets {
  const held = new Map<string, Held>();
  return async (path, request) => {
    const file = locate(roots, path);
    if (!file) return null;
    const found = await load(held, file);
    const headers: Record<string, string> = {
      "content-type": found.type,
      etag: found.etag,
      "cache-control": HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
    };
    if (request.headers.get("if-none-match") === found.etag) return new Response(null, { status: 304, headers });
    const zip = found.zipped !== null && (request.headers.get("accept-encoding") ?? "").includes("gzip");
    if (!zip) return new Response(found.bytes, { headers });
    return new Response(found.zipped, { headers: { ...headers, "content-encoding": "gzip" } });
  };
}

function locate(roots: { dashboard: string; tracking: string; scalar: string | null }, path: string): string | null {
  if (path === "/docs/scalar.js") return roots.scalar;
  const tracking = path.startsWith("/track/");
  const root = resolve(tracking ? roots.tracking : roots.dashboard);
  let name: string;
  try {
    name = decodeURIComponent(tracking ? path.slice("/track".length) : path);
  } catch {
    return null;
  }
  if (name.includes("\0")) return null;
  const file = resolve(root, `.${name}`);
  if (!file.startsWith(root + sep)) return null;
  return existsSync(file) && statSync(file).isFile() ? file : null;
}

async function load(held: Map<string, Held>, path: string): Promise<Held> {
  const { mtimeMs, size } = statSync(path);
  const stamp = `${mtimeMs}-${size}`;
  const known = held.get(path);
  if (known?.stamp === stamp) return known;
  const file = Bun.file(path);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = file.type;
  const zipped = TEXT.test(type) && size > WORTH_ZIPPING ? Bun.gzipSync(bytes) : null;
  const etag = `"${Bun.hash(bytes).toString(36)}"`;
  const fresh = { stamp, bytes, zipped, type, etag };
  held.set(path, fresh);
  return fresh;
}
