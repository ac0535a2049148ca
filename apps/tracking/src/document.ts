import type { AccentColours } from "@waybill/domain/public/accent";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for HTML, in content and in quoted attributes. */
export const text = (raw: string): string => raw.replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** JSON for a script element: nothing in it can end the element or begin a comment. */
export const safeJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The colours reach the styles as properties of one attribute: our policy has no other place for them. */
const accentStyle = ({ ground, ink, light, dark }: AccentColours): string =>
  ` class="branded" style="--b:${ground};--bi:${ink};--bl:${light};--bd:${dark}"`;

/** The document around a page. `main`, `foot` are markup that is escaped already; the rest is text. */
export function documentOf(input: {
  locale: string;
  title: string;
  main: string;
  foot: string;
  css: string;
  script: string | null;
  preload: readonly string[];
  accent: AccentColours | null;
}): string {
  const preload = input.preload.map((path) => `<link rel="modulepreload" href="${text(path)}">`).join("");
  const script = input.script ? `<script type="module" src="${text(input.script)}"></script>${preload}` : "";
  return `<!doctype html>
<html lang="${text(input.locale)}"${input.accent ? accentStyle(input.accent) : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="theme-color" content="#fbfaf6" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#13161c" media="(prefers-color-scheme: dark)">
<title>${text(input.title)}</title>
<link rel="icon" href="/track/icon.svg" type="image/svg+xml">
<style>${input.css}</style>
${script}
</head>
<body><main>${input.main}</main>${input.foot}</body>
</html>
`;
}
