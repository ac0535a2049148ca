import type { EmailContent } from "./content-types.ts";
import { light, mono, sans, tones } from "./style.ts";

/** Text into HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
const esc = escapeHtml;

const table = (inner: string, style = "") =>
  `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;${style}">${inner}</table>`;

/** A paragraph (or heading) of words that are HTML already. */
export const text = (words: string, input: { class: string; style: string; tag?: string }) =>
  `<${input.tag ?? "p"} class="${input.class}" style="margin:0;overflow-wrap:anywhere;word-break:break-word;${input.style}">${words}</${input.tag ?? "p"}>`;

/** The five steps as bars over words; on a phone the one that counts. A screen reader hears one sentence. */
export function progressBar({ progress, tone }: EmailContent): string {
  const color = tones[tone].light;
  const bars = progress.steps
    .map((_, i) => {
      const done = i <= progress.reached;
      const gap =
        i < progress.steps.length - 1 ? "border-right:4px solid transparent;background-clip:padding-box;" : "";
      return `<td class="${done ? "fill" : "rest"}" width="20%" height="6" style="height:6px;line-height:6px;font-size:0;background:${done ? color : light.line};${gap}">&nbsp;</td>`;
    })
    .join("");
  const words = progress.steps
    .map((step, i) => {
      const now = i === progress.reached;
      const style = `padding:8px 4px 0 0;font:${now ? "600" : "400"} 12px/1.3 ${sans};color:${now ? color : light.muted};overflow-wrap:anywhere`;
      return `<td class="${now ? "tone" : "muted"}" width="20%" valign="top" style="${style}">${esc(step)}</td>`;
    })
    .join("");
  const inner = table(
    `<tr aria-hidden="true">${bars}</tr><tr class="steps" aria-hidden="true">${words}</tr>`,
    "table-layout:fixed",
  );
  const now = `<p class="now tone" aria-hidden="true" style="display:none;margin:0;padding-top:8px;font:600 14px/1.3 ${sans};color:${color}">${esc(progress.steps[progress.reached] ?? "")}<span class="muted" style="font-weight:400;color:${light.muted}"> · ${progress.reached + 1}/${progress.steps.length}</span></p>`;
  return `<div role="img" aria-label="${esc(progress.label)}">${inner}${now}</div>`;
}

/** Bars drawn from the tracking number itself: a label's look, not a code to be scanned. */
function barcode(number: string): string {
  const bits = [...number.slice(0, 24)].map((c) => ((c.codePointAt(0) ?? 0) * 37 + 11) & 15);
  const cells = bits
    .map(
      (b) =>
        `<td class="bar" width="${2 + (b & 3)}" style="background:${light.ink}"></td><td width="${3 + (b >> 2)}"></td>`,
    )
    .join("");
  return `<table role="presentation" aria-hidden="true" height="26" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;height:26px;font-size:0"><tr>${cells}</tr></table>`;
}

/** The answer: the tone's sign, the headline, what happened. */
export function answer(content: EmailContent): string {
  const tone = tones[content.tone];
  const sign = `<span class="fill" aria-hidden="true" style="display:inline-block;width:28px;height:28px;border-radius:14px;background:${tone.light};color:#ffffff;font:700 15px/28px ${sans};text-align:center">${tone.sign}</span>`;
  const paragraphs = content.lead.split("\n").filter(Boolean);
  const when = content.detail.join(" ");
  return [
    sign,
    text(esc(content.headline), {
      tag: "h1",
      class: "ink h",
      style: `padding-top:12px;font:700 34px/1.15 ${sans};letter-spacing:-0.015em;color:${light.ink}`,
    }),
    // When to expect it belongs to the answer; what happened comes after.
    when
      ? text(esc(when), { class: "muted", style: `padding-top:8px;font:400 18px/1.4 ${sans};color:${light.muted}` })
      : "",
    ...paragraphs.map((words) =>
      text(esc(words), { class: "ink", style: `padding-top:12px;font:400 16px/1.5 ${sans};color:${light.ink}` }),
    ),
    content.whereWhen
      ? text(esc(content.whereWhen), {
          class: "muted",
          style: `padding-top:8px;font:400 14px/1.45 ${sans};color:${light.muted}`,
        })
      : "",
  ].join("");
}

/** The parcel as its label says it: number, carrier, order. */
export function label({ parcel, track }: EmailContent): string {
  const number = esc(parcel.number);
  const shown = track.url
    ? `<a href="${esc(track.url)}" style="color:${light.ink};text-decoration:underline">${number}</a>`
    : number;
  const left = `${barcode(parcel.number)}<p class="ink" style="margin:0;padding-top:6px;font:500 15px/1.45 ${mono};color:${light.ink};overflow-wrap:anywhere;word-break:break-all">${shown}</p>`;
  const lines = [
    parcel.carrier,
    parcel.order ? `${parcel.order.label} ${parcel.order.number}` : "",
    parcel.which ?? "",
  ].filter(Boolean);
  const right = `<p class="muted" style="margin:0;font:400 14px/1.6 ${sans};color:${light.muted};overflow-wrap:anywhere">${lines.map(esc).join("<br>")}</p>`;
  return table(
    `<tr><td class="half" valign="bottom">${left}</td><td class="half" valign="bottom" align="right">${right}</td></tr>`,
  );
}
