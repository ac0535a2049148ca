import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The seller's screens as functions from what the API answers to HTML. */
type SellerScreens = Pick<typeof import("./seller-entry.tsx"), "renderPanel" | "renderRow">;

/** Builds the dashboard's own components for Solid's server renderer, with everything they import in one file. */
export async function sellerScreens(): Promise<SellerScreens> {
  const outDir = mkdtempSync(join(tmpdir(), "waybill-seller-"));
  try {
    const script = fileURLToPath(new URL("seller-build.ts", import.meta.url));
    const child = Bun.spawn([process.execPath, "--no-install", script, outDir], { stdout: "ignore", stderr: "pipe" });
    if ((await child.exited) !== 0) throw new Error(await new Response(child.stderr).text());
    return (await import(join(outDir, "entry.js"))) as SellerScreens;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
