import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import solid from "vite-plugin-solid";

/** The seller's screens as functions from what the API answers to HTML. */
type SellerScreens = Pick<typeof import("./seller-entry.tsx"), "renderPanel" | "renderRow">;

/** Builds the dashboard's own components for Solid's server renderer, with everything they import in one file. */
export async function sellerScreens(): Promise<SellerScreens> {
  const outDir = mkdtempSync(join(tmpdir(), "waybill-seller-"));
  try {
    await build({
      ...{ configFile: false, logLevel: "error", root: fileURLToPath(new URL("..", import.meta.url)) },
      plugins: [solid({ ssr: true })],
      ssr: { noExternal: true },
      build: {
        ...{ ssr: true, target: "es2023", outDir, emptyOutDir: false, copyPublicDir: false, minify: false },
        rollupOptions: {
          input: fileURLToPath(new URL("seller-entry.tsx", import.meta.url)),
          output: { entryFileNames: "entry.js", codeSplitting: false },
        },
      },
    });
    return (await import(join(outDir, "entry.js"))) as SellerScreens;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
