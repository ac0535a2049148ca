import type { Tone } from "./email-content.ts";

/** LOOK's OKLCH tokens as hex: mail programs know no OKLCH. */
export const light = {
  page: "#fbfaf7",
  card: "#ffffff",
  ink: "#151b24",
  muted: "#5e646c",
  line: "#e0ded8",
  kraft: "#d58c3b",
};
const dark = {
  page: "#10141b",
  card: "#191d24",
  ink: "#e5e8ec",
  muted: "#9a9fa6",
  line: "#32363c",
};

/** Same lightness and chroma, another hue; each with its sign. */
export const tones: Record<Tone, { light: string; dark: string; sign: string }> = {
  moving: { light: "#1f6cb0", dark: "#70b3f7", sign: "&#10140;" },
  out: { light: "#7555a8", dark: "#ba9cef", sign: "&#187;" },
  delivered: { light: "#1d7d3e", dark: "#6cc581", sign: "&#10003;" },
  attention: { light: "#a46400", dark: "#e8aa4e", sign: "!" },
  failed: { light: "#af3c3a", dark: "#ee857e", sign: "&#10005;" },
  returned: { light: "#885538", dark: "#d39e7a", sign: "&#8617;" },
};

export const sans = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
export const mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/** The head's only style sheet: dark mode and small screens. Everything else is inline, for programs that drop it. */
export function styleSheet(tone: Tone): string {
  const t = tones[tone];
  return [
    ":root{color-scheme:light dark;supported-color-schemes:light dark}",
    "@media (max-width:600px){.pad{padding-left:20px!important;padding-right:20px!important}.h{font-size:26px!important}.step{font-size:10px!important}}",
    "@media (prefers-color-scheme:dark){",
    `.page{background:${dark.page}!important}.card{background:${dark.card}!important;border-color:${dark.line}!important}`,
    `.ink,.ink a{color:${dark.ink}!important}.muted,.muted a{color:${dark.muted}!important}`,
    `.rule{border-color:${dark.line}!important}.rest{background-color:${dark.line}!important}`,
    `.tone{color:${t.dark}!important}.fill{background-color:${t.dark}!important;color:${dark.page}!important}`,
    `.bar{background:${dark.ink}!important}`,
    "}",
  ].join("");
}
