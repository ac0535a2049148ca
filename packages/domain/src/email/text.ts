import type { EmailContent } from "./content-types.ts";
import { fill } from "./own-words.ts";

/** The plain-text part: the same words in the same order. */
export function emailText(content: EmailContent): string {
  const { parcel, track, items, footer, contact, address } = content;
  const under = (label: string, text: string) => `${fill(content.labelled, { label, text: "" }).trimEnd()}\n${text}`;
  const linkLine = ({ label, url }: { label: string; url: string }) =>
    fill(content.labelled, { label, text: url.replace(/^mailto:/, "") });
  const number = [parcel.carrier, parcel.number].filter(Boolean).join(" ");
  const blocks: string[] = [
    [content.headline.toUpperCase(), ...content.detail].join("\n"),
    [content.lead, content.whereWhen].filter(Boolean).join("\n"),
    content.progress.label,
    ...content.help.map(({ label, text }) => under(label, text)),
    address.lines.length > 0 ? under(address.label, address.lines.join("\n")) : "",
    track.url ? under(track.label, track.url) : "",
    [parcel.order ? `${parcel.order.label} ${parcel.order.number}` : "", number, parcel.which]
      .filter(Boolean)
      .join("\n"),
    items.lines.length > 0 ? under(items.label, items.lines.map(itemLine).join("\n")) : "",
    contact.links.length > 0 ? [contact.label, ...contact.links.map(linkLine)].join("\n") : "",
    `-- \n${[footer.why, ...footer.links.map(linkLine), footer.small, footer.sentBy].filter(Boolean).join("\n")}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

const itemLine = (item: { title: string; variant: string | null; quantity: number }) =>
  `${item.quantity} × ${item.title}${item.variant ? ` (${item.variant})` : ""}`;
