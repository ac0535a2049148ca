import type { Tone } from "./content-types.ts";

/** The OKLCH tokens of packages/ui/src/tokens.css as hex: mail programs know no OKLCH. */
export const light = {
  page: "#f6f4ef",
  card: "#ffffff",
  ink: "#151b24",
  muted: "#5a6068",
  line: "#e0ded8",
  kraft: "#d58c3b",
};
const dark = {
  page: "#10141b",
  card: "#191d24",
  ink: "#e5e8ec",
  muted: "#a3a8af",
  line: "#363b42",
};

/** Same lightness and chroma, another hue; each with its sign. */
export const tones: Record<Tone, { light: string; dark: string; sign: string }> = {
  moving: { light: "#1f6cb0", dark: "#70b3f7", sign: "&#10140;" },
  out: { light: "#7555a8", dark: "#ba9cef", sign: "&#187;" },
  delivered: { light: "#1d7d3e", dark: "#6cc581", sign: "&#10003;" },
  attention: { light: "#8f5600", dark: "#e8aa4e", sign: "!" },
  failed: { light: "#af3c3a", dark: "#ee857e", sign: "&#10005;" },
  returned: { light: "#885538", dark: "#d39e7a", sign: "&#8617;" },
};

export const sans = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
export const mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

const part = (hex: string, at: number) => {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const luminance = (hex: string) => 0.2126 * part(hex, 1) + 0.7152 * part(hex, 3) + 0.0722 * part(hex, 5);

/** WCAG 2.2's contrast ratio of two "#rrggbb" colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/**
 * The colour of words on a seller's accent: white, ink or black, the first that reaches 4.5:1. One of white and black always
 * does (√21 > 4.5).
 *
 * @example inkOn("#d58c3b") // "#151b24"
 */
export function inkOn(ground: string): string {
  return ["#ffffff", light.ink].find((ink) => contrast(ink, ground) >= 4.5) ?? "#000000";
}

/** The seller's accent when it is a colour, else Waybill's. */
export const accentOf = (accent: string | null) =>
  accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : light.kraft;

const DARK = "@media (prefers-color-scheme:dark){";
const BOTH = "color-scheme:light dark";

/** The head's only style sheet: dark mode and small screens. Everything else is inline, for programs that drop it. */
export function styleSheet(tone: Tone): string {
  const t = tones[tone];
  return [
    `:root{${BOTH};supported-color-schemes:light dark}`,
    "@media (max-width:520px){.pad{padding-left:20px!important;padding-right:20px!important}.h{font-size:27px!important}",
    ".steps{display:none!important}.now{display:block!important}.cta,.cta a{display:block!important;width:auto!important}",
    ".half{display:block!important;width:100%!important;text-align:left!important}.half+.half{padding-top:10px!important}}",
    DARK,
    `.page{background:${dark.page}!important}.card{background:${dark.card}!important;border-color:${dark.line}!important}`,
    `.ink,.ink a{color:${dark.ink}!important}.muted,.muted a{color:${dark.muted}!important}`,
    `.rule{border-color:${dark.line}!important}.rest{background-color:${dark.line}!important}`,
    `.tone{color:${t.dark}!important}.fill{background-color:${t.dark}!important;color:${dark.page}!important}`,
    `.edge{border-color:${t.dark}!important}.bar{background:${dark.ink}!important}`,
    // A dark logo on a dark ground would be gone.
    ".logo{background:#ffffff!important;padding:6px 10px!important;border-radius:6px!important}",
    "}",
  ].join("");
}

/**
 * A mail as it looks in one scheme whatever the reader's own is: for a preview with a light and a dark switch.
 *
 * @example emailInScheme(html, "dark")
 */
export function emailInScheme(html: string, scheme: "light" | "dark"): string {
  const query = scheme === "dark" ? "@media all{" : "@media not all{";
  return html.replace(DARK, query).replace(BOTH, `color-scheme:${scheme}`);
}
