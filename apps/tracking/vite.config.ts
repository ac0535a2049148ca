// How the API serves this app: built files lie under /track/assets/* and `dist/index.html` answers every other
// /track/… path (the token is read from the address by the script). No inline script or style element is emitted, so
// `script-src 'self'; style-src 'self'; connect-src 'self'` (plus the socket's own origin) is enough.
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

export default defineConfig({
  base: "/track/",
  plugins: [solid(), tailwindcss()],
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: true },
  server: { proxy: { "/api": "http://localhost:3000", "/live": { target: "http://localhost:3000", ws: true } } },
});
