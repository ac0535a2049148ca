import { fill } from "@waybill/domain/email/own-words";
import { accentOf, inkOn } from "@waybill/domain/email/style";
import type { Locale, NotifyWords } from "@waybill/domain/languages/messages";
import { messages } from "@waybill/domain/languages/messages-all";
import { triggers } from "@waybill/domain/shipment/notify";
import type { Preferences } from "@waybill/engine/notifications/preferences";
import { html } from "hono/html";

type Markup = ReturnType<typeof html>;
type Look = { locale: Locale; title: string; brand: Preferences["brand"] | null; seller: string | null };

/** One column under the seller's own head; their accent goes in as a variable, which the page's policy allows on an attribute. */
function layout({ locale, title, brand, seller }: Look, content: Markup): Markup {
  const accent = accentOf(brand?.accent ?? null);
  const logo = brand?.logoUrl;
  const head = logo ? html`<img class="logo" src="${logo}" alt="${seller ?? ""}" height="40">` : (seller ?? "");
  return html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${title}</title><link rel="stylesheet" href="/notify.css"></head>
<body style="--accent:${accent};--accent-ink:${inkOn(accent)}"><main>${head ? html`<p class="seller">${head}</p>` : ""}<div class="card">${content}</div></main></body>
</html>`;
}

/** After the one click. The same whatever the token is. */
export function donePage(locale: Locale, token: string): Markup {
  const { notify } = messages(locale);
  const back = `/notify/${encodeURIComponent(token)}`;
  return layout(
    { locale, title: notify.done, brand: null, seller: null },
    html`<h1>${notify.done}</h1><p>${notify.doneHelp}</p><p><a href="${back}">${notify.undo}</a></p>`,
  );
}

/** A link that is none of ours: what it may be, and what to do. */
export function brokenPage(locale: Locale): Markup {
  const { notify } = messages(locale);
  return layout(
    { locale, title: notify.broken, brand: null, seller: null },
    html`<h1>${notify.broken}</h1><p>${notify.brokenHelp}</p>`,
  );
}

const box = (name: string, label: string, checked: boolean) =>
  html`<label class="row"><input type="checkbox" name="${name}" value="1" ${checked ? "checked" : ""}><span>${label}</span></label>`;

function quietBoxes(words: NotifyWords, input: Preferences, seller: string): Markup {
  const { muted, mutedOrder, parcel, order, everything } = input;
  return html`${
    muted === null
      ? ""
      : html`<input type="hidden" name="parcel" value="1">${box("muted", fill(words.muteParcel, { number: parcel ?? "" }).trim(), muted)}`
  }${
    mutedOrder === null
      ? ""
      : html`<input type="hidden" name="order" value="${mutedOrder ? "1" : "0"}">${box("mutedOrder", fill(words.muteOrder, { number: order ?? "" }).trim(), mutedOrder)}`
  }${box("nothing", fill(words.nothing, { seller }), !everything)}`;
}

/**
 * What the bearer of a mail's link gets, in their language; it works without script. `leave`: who came to unsubscribe has one
 * button for it, before all choices; its address.
 */
export function preferencesPage(preferences: Preferences, input: { saved: boolean; leave: string | null }): Markup {
  const { saved, leave } = input;
  const { address, locale, brand, triggers: wanted } = preferences;
  const { email, notify } = messages(locale);
  const seller = preferences.seller ?? email.unknownSeller;
  const about = fill(notify.about, { seller, address });
  return layout(
    { locale, title: notify.title, brand, seller: preferences.seller },
    html`<h1>${notify.title}</h1>
${saved ? html`<p class="saved" role="status">${preferences.everything ? notify.saved : notify.done}</p>` : ""}
<p>${about.slice(0, 1).toUpperCase() + about.slice(1)}</p>
${
  leave && preferences.everything
    ? html`<form class="leave" method="post" action="${leave}"><button type="submit">${fill(notify.nothing, { seller })}</button></form>`
    : ""
}
<form method="post">
<fieldset class="wanted"><legend>${notify.when}</legend>${triggers.map((trigger) => box(trigger, notify.triggers[trigger], wanted[trigger]))}</fieldset>
<fieldset><legend>${notify.quiet}</legend>${quietBoxes(notify, preferences, seller)}</fieldset>
<button type="submit">${notify.save}</button>
</form>`,
  );
}

/** The page's one style sheet; served by us because the page's policy allows no other. */
export const NOTIFY_CSS = `:root{color-scheme:light dark;--page:#f6f4ef;--card:#fff;--ink:#151b24;--muted:#5a6068;--line:#e0ded8;--good:#1d7d3e}
@media (prefers-color-scheme:dark){:root{--page:#10141b;--card:#191d24;--ink:#e5e8ec;--muted:#a3a8af;--line:#363b42;--good:#6cc581}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:var(--page);color:var(--ink);overflow-wrap:anywhere}
main{max-width:560px;margin:0 auto;padding:28px 16px 56px}.seller{margin:0 4px 16px;color:var(--ink);font-weight:600;font-size:18px}.logo{display:block;height:40px;max-width:240px;object-fit:contain}
@media (prefers-color-scheme:dark){.logo{background:#fff;padding:6px 10px;border-radius:6px}}
.card{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--accent);border-radius:8px;padding:28px 28px 32px}
h1{font-size:30px;line-height:1.15;letter-spacing:-.015em;margin:0 0 12px}p{margin:0 0 16px;color:var(--muted)}a{color:inherit}
.saved{color:var(--good);font-weight:600}.saved::before{content:"\\2713\\a0"}
fieldset{border:0;margin:0 0 24px;padding:0}legend{padding:0 0 6px;font-weight:600}
.row{display:flex;gap:12px;align-items:center;min-height:44px;padding:8px 0;border-top:1px solid var(--line);cursor:pointer}fieldset .row:last-child{border-bottom:1px solid var(--line)}
input[type=checkbox]{flex:none;width:20px;height:20px;margin:0;accent-color:var(--accent)}
form:has([name=nothing]:checked) .wanted .row span{color:var(--muted);text-decoration:line-through}
.leave{margin:0 0 28px}
button{font:inherit;font-weight:600;background:var(--accent);color:var(--accent-ink);border:0;border-radius:6px;min-height:48px;padding:10px 28px;cursor:pointer}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px;border-radius:3px}
@media (max-width:480px){.card{padding:22px 20px 26px}h1{font-size:26px}button{width:100%}}
`;
