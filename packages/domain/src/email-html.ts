import type { EmailContent } from "./email-content.ts";
import { light, mono, sans, styleSheet, tones } from "./email-style.ts";

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
const row = (inner: string, pad: string) => `<tr><td class="pad" style="padding:${pad}">${inner}</td></tr>`;
const text = (words: string, of: { class: string; style: string; tag?: string }) =>
  `<${of.tag ?? "p"} class="${of.class}" style="margin:0;${of.style}">${words}</${of.tag ?? "p"}>`;

/** The five steps as bars over words; a screen reader hears the one sentence. */
function progressBar({ progress, tone }: EmailContent): string {
  const color = tones[tone].light;
  const bars = progress.steps
    .map((_, i) => {
      const done = i <= progress.reached;
      const gap =
        i < progress.steps.length - 1 ? "border-right:4px solid transparent;background-clip:padding-box;" : "";
      return `<td class="${done ? "fill" : "rest"}" width="20%" height="4" style="height:4px;line-height:4px;font-size:0;background:${done ? color : light.line};${gap}">&nbsp;</td>`;
    })
    .join("");
  const words = progress.steps
    .map((step, i) => {
      const now = i === progress.reached;
      const style = `padding:6px 4px 0 0;font:${now ? "600" : "400"} 12px/1.3 ${sans};color:${now ? color : light.muted}`;
      return `<td class="step ${now ? "tone" : "muted"}" width="20%" valign="top" style="${style}">${esc(step)}</td>`;
    })
    .join("");
  const inner = table(`<tr aria-hidden="true">${bars}</tr><tr aria-hidden="true">${words}</tr>`, "table-layout:fixed");
  return `<div role="img" aria-label="${esc(progress.label)}">${inner}</div>`;
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

function answer(content: EmailContent): string {
  const tone = tones[content.tone];
  const badge = `<span class="fill" role="img" aria-label="${esc(content.progress.label)}" style="display:inline-block;width:32px;height:32px;border-radius:16px;background:${tone.light};color:#ffffff;font:700 17px/32px ${sans};text-align:center">${tone.sign}</span>`;
  const muted = { class: "muted", style: `padding-top:8px;font:400 14px/1.45 ${sans};color:${light.muted}` };
  return [
    badge,
    text(esc(content.headline), {
      tag: "h1",
      class: "ink h",
      style: `padding-top:14px;font:700 32px/1.15 ${sans};letter-spacing:-0.01em;color:${light.ink}`,
    }),
    text(esc([content.lead, ...content.detail].join(" ")), {
      class: "ink",
      style: `padding-top:12px;font:400 16px/1.45 ${sans};color:${light.ink}`,
    }),
    content.whereWhen ? text(esc(content.whereWhen), muted) : "",
  ].join("");
}

function help(content: EmailContent): string {
  return content.help
    .map(({ label, text: words }, i) => {
      const head = text(esc(label), { class: "muted", style: `font:600 12px/1.45 ${sans};color:${light.muted}` });
      const body = text(esc(words), {
        class: "ink",
        style: `padding-top:2px;font:400 15px/1.45 ${sans};color:${light.ink}`,
      });
      const bar = `border-left:3px solid ${tones[content.tone].light};padding:2px 0 2px 14px`;
      return `<div style="${bar};${i > 0 ? "margin-top:14px" : ""}">${head}${body}</div>`;
    })
    .join("");
}

function button({ track }: EmailContent): string {
  if (!track.url) return "";
  const style = `display:inline-block;padding:13px 22px;border-radius:6px;background:${light.kraft};color:${light.ink};font:600 16px/1.2 ${sans};text-decoration:none`;
  return `<a href="${esc(track.url)}" style="${style}">${esc(track.label)}</a>`;
}

function label({ parcel, track }: EmailContent): string {
  const number = esc(parcel.number);
  const link = track.url
    ? `<a href="${esc(track.url)}" style="color:${light.ink};text-decoration:none">${number}</a>`
    : number;
  const left = `${barcode(parcel.number)}<p class="ink" style="margin:0;padding-top:6px;font:500 14px/1.45 ${mono};letter-spacing:0.02em;color:${light.ink}">${link}</p>`;
  const lines = [parcel.carrier, parcel.order ? `${parcel.order.label} ${parcel.order.number}` : ""].filter(Boolean);
  const right = `<p class="muted" style="margin:0;font:400 13px/1.6 ${sans};color:${light.muted}">${lines.map(esc).join("<br>")}</p>`;
  return table(`<tr><td valign="bottom">${left}</td><td valign="bottom" align="right">${right}</td></tr>`);
}

function items({ items }: EmailContent): string {
  const lines = items.lines.map(({ title, variant, quantity }) => {
    const more = variant ? `<span class="muted" style="color:${light.muted}"> · ${esc(variant)}</span>` : "";
    const count = `<td class="muted" width="44" valign="top" style="padding:4px 0;font:400 14px/1.45 ${mono};color:${light.muted}">${quantity}&nbsp;×</td>`;
    return `<tr>${count}<td class="ink" valign="top" style="padding:4px 0;font:400 15px/1.4 ${sans};color:${light.ink}">${esc(title)}${more}</td></tr>`;
  });
  const head = text(esc(items.label), {
    tag: "h2",
    class: "muted",
    style: `padding-bottom:4px;font:600 12px/1.45 ${sans};color:${light.muted}`,
  });
  return `${head}${table(lines.join(""))}`;
}

function footer({ footer: of }: EmailContent): string {
  const links = of.links.map(
    (link) =>
      `<a href="${esc(link.url)}" style="color:${light.muted};text-decoration:underline">${esc(link.label)}</a>`,
  );
  const style = `font:400 12px/1.6 ${sans};color:${light.muted}`;
  return [esc(of.why), links.join(" &nbsp;·&nbsp; "), esc(of.sentBy)]
    .filter(Boolean)
    .map((line) => text(line, { class: "muted", style }))
    .join("");
}

/** The HTML part: one column of 560 px. */
export function emailHtml(content: EmailContent): string {
  const seller = text(esc(content.seller), { class: "ink", style: `font:600 15px/1.3 ${sans};color:${light.ink}` });
  const rule = `<div class="rule" style="border-top:1px solid ${light.line};font-size:0;line-height:0">&nbsp;</div>`;
  const card = [
    row(answer(content), "32px 32px 0"),
    row(progressBar(content), "24px 32px 0"),
    content.help.length > 0 ? row(help(content), "24px 32px 0") : "",
    row(button(content), "28px 32px 28px"),
    row(rule, "0 32px"),
    row(label(content), "22px 32px"),
    content.items.lines.length > 0 ? row(rule, "0 32px") + row(items(content), "18px 32px 24px") : "",
  ].join("");
  const hidden = "display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:transparent;opacity:0";
  return `<!doctype html>
<html lang="${esc(content.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"><title>${esc(content.subject)}</title><style>${styleSheet(content.tone)}</style></head>
<body class="page" style="margin:0;padding:0;background:${light.page};-webkit-text-size-adjust:100%"><div style="${hidden}">${esc(content.lead)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${light.page}"><tr><td align="center" style="padding:24px 12px 40px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px">
<tr><td class="pad" style="padding:0 32px 14px">${seller}</td></tr>
<tr><td class="card" style="background:${light.card};border:1px solid ${light.line};border-radius:6px">${table(card)}</td></tr>
<tr><td class="pad" style="padding:20px 32px 0">${footer(content)}</td></tr>
</table></td></tr></table></body></html>
`;
}
