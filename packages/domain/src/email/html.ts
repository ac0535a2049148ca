import type { EmailContent } from "./content-types.ts";
import { answer, escapeHtml as esc, label, progressBar, text } from "./parts.ts";
import { accentOf, inkOn, light, mono, sans, styleSheet, tones } from "./style.ts";

const table = (inner: string, style = "") =>
  `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;${style}">${inner}</table>`;
const row = (inner: string, pad: string) => `<tr><td class="pad" style="padding:${pad}">${inner}</td></tr>`;

/** The address that is asked about stands under the question, as it would on a label. */
function help(content: EmailContent): string {
  const address = { label: content.address.label, text: content.address.lines.join("\n") };
  return [...content.help, ...(address.text ? [address] : [])]
    .map(({ label: name, text: words }, i) => {
      const head = text(esc(name), { class: "muted", style: `font:600 13px/1.45 ${sans};color:${light.muted}` });
      const body = text(esc(words).replaceAll("\n", "<br>"), {
        class: "ink",
        style: `padding-top:2px;font:400 15px/1.45 ${sans};color:${light.ink}`,
      });
      const bar = `border-left:3px solid ${tones[content.tone].light};padding:2px 0 2px 14px`;
      return `<div class="edge" style="${bar};${i > 0 ? "margin-top:14px" : ""}">${head}${body}</div>`;
    })
    .join("");
}

/** A cell with the colour and a link with the room: what Outlook and the rest both draw as a button. */
function button({ track, seller }: EmailContent): string {
  if (!track.url) return "";
  const ground = accentOf(seller.accent);
  const ink = inkOn(ground);
  const link = `display:inline-block;padding:14px 26px;border-radius:6px;background:${ground};color:${ink};font:600 16px/1.2 ${sans};text-decoration:none;text-align:center`;
  const cell = `<td align="center" bgcolor="${ground}" style="border-radius:6px;background:${ground};mso-padding-alt:14px 26px"><a href="${esc(track.url)}" style="${link}">${esc(track.label)}</a></td>`;
  return `<table role="presentation" class="cta" cellpadding="0" cellspacing="0" border="0" style="border-collapse:separate"><tbody class="cta"><tr class="cta">${cell.replace("<td ", '<td class="cta" ')}</tr></tbody></table>`;
}

function items({ items: of }: EmailContent): string {
  const lines = of.lines.map(({ title, variant, quantity }) => {
    const more = variant ? `<span class="muted" style="color:${light.muted}"> · ${esc(variant)}</span>` : "";
    const count = `<td class="muted" width="44" valign="top" style="padding:4px 0;font:400 14px/1.45 ${mono};color:${light.muted}">${quantity}&nbsp;×</td>`;
    return `<tr>${count}<td class="ink" valign="top" style="padding:4px 0;font:400 15px/1.4 ${sans};color:${light.ink};overflow-wrap:anywhere;word-break:break-word">${esc(title)}${more}</td></tr>`;
  });
  const head = text(esc(of.label), {
    tag: "h2",
    class: "muted",
    style: `padding-bottom:4px;font:600 13px/1.45 ${sans};color:${light.muted}`,
  });
  return `${head}${table(lines.join(""), "table-layout:fixed")}`;
}

const link = (input: { label: string; url: string }, color: string) =>
  `<a href="${esc(input.url)}" style="color:${color};text-decoration:underline">${esc(input.label)}</a>`;

function contact({ contact: of }: EmailContent): string {
  const style = `font:400 15px/1.7 ${sans};color:${light.ink}`;
  const head = `<span class="muted" style="color:${light.muted}">${esc(of.label)}</span>`;
  return text([head, ...of.links.map((one) => link(one, light.ink))].join(" &nbsp; "), { class: "ink", style });
}

function footer({ footer: of }: EmailContent): string {
  const style = `font:400 13px/1.6 ${sans};color:${light.muted}`;
  const links = of.links.map((one) => link(one, light.muted)).join(" &nbsp;·&nbsp; ");
  return [esc(of.why), links, of.small ? esc(of.small) : "", esc(of.sentBy)]
    .filter(Boolean)
    .map((line) => text(line, { class: "muted", style }))
    .join("");
}

/** The seller's logo, read out as their name; the name itself where there is none or pictures are blocked. */
function masthead({ seller }: EmailContent): string {
  const name = `font:600 18px/1.3 ${sans};color:${light.ink}`;
  if (!seller.logoUrl) return text(esc(seller.name), { class: "ink", style: name });
  const style = `display:inline-block;height:40px;width:auto;max-width:240px;border:0;${name}`;
  return `<img class="logo ink" src="${esc(seller.logoUrl)}" alt="${esc(seller.name)}" height="40" style="${style}">`;
}

/** The HTML part: one column of 560 px on a skeleton of tables, which is all that Outlook lays out. */
export function emailHtml(content: EmailContent): string {
  const rule = `<div class="rule" style="border-top:1px solid ${light.line};font-size:0;line-height:0">&nbsp;</div>`;
  const { lines } = content.items;
  const card = [
    row(answer(content), "32px 32px 0"),
    row(progressBar(content), "26px 32px 0"),
    content.help.length > 0 ? row(help(content), "26px 32px 0") : "",
    row(button(content), "28px 32px 30px"),
    row(rule, "0 32px"),
    row(label(content), "22px 32px"),
    lines.length > 0 ? row(rule, "0 32px") + row(items(content), "18px 32px 24px") : "",
    content.contact.links.length > 0 ? row(rule, "0 32px") + row(contact(content), "18px 32px 22px") : "",
  ].join("");
  const hidden = "display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:transparent;opacity:0";
  const edge = `background:${light.card};border:1px solid ${light.line};border-radius:8px;overflow:hidden`;
  const accent = accentOf(content.seller.accent);
  return `<!doctype html>
<html lang="${esc(content.locale)}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"><title>${esc(content.subject)}</title><style>${styleSheet(content.tone)}</style></head>
<body class="page" style="margin:0;padding:0;background:${light.page};-webkit-text-size-adjust:100%"><div style="${hidden}">${esc(content.lead)}</div>
<div role="main"><table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${light.page}"><tr><td align="center" style="padding:28px 12px 44px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;text-align:left">
<tr><td class="pad" style="padding:0 32px 18px">${masthead(content)}</td></tr>
<tr><td class="card" style="${edge}"><div style="height:4px;line-height:4px;font-size:0;background:${accent}">&nbsp;</div>${table(card)}</td></tr>
<tr><td class="pad" style="padding:22px 32px 0">${footer(content)}</td></tr>
</table></td></tr></table></div></body></html>
`;
}
