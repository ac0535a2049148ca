import { fileURLToPath } from "node:url";
import { build } from "vite";
import solid from "vite-plugin-solid";

// Run by `seller-screens.ts` in a process of its own: Babel, which compiles Solid's components, makes every error of libsql a
// TypeError from then on (findings/babel-breaks-libsql-errors-on-bun.sh), and the tests beside this one need those errors.
const [outDir = ""] = process.argv.slice(2);
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
