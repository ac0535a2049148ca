// How the API serves this app: `dist/` on /, with `dist/index.html` for every path that is no file. Scripts and styles are files
// (`script-src 'self'; style-src 'self'`); element styles are only set through the DOM, which a CSP allows. A mail is shown in a
// sandboxed frame from `GET /api/mailbox/:id/html`, which needs its own policy (mails carry inline CSS): text/html with
// `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups`.
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

export default defineConfig({
  base: "/",
  plugins: [solid(), tailwindcss()],
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: { "/api": "http://localhost:3000", "/live": { target: "http://localhost:3000", ws: true } } },
});
