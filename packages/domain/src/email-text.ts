import type { EmailContent } from "./email-content.ts";

/** The plain-text part: the same words in the same order. */
export function emailText(content: EmailContent): string {
  const { parcel, track, items, footer } = content;
  const number = [parcel.carrier, parcel.number].filter(Boolean).join(" ");
  const blocks: string[] = [
    content.headline.toUpperCase(),
    [content.lead, ...content.detail, content.whereWhen].filter(Boolean).join("\n"),
    ...content.help.map(({ label, text }) => `${label}:\n${text}`),
    track.url ? `${track.label}:\n${track.url}` : "",
    [parcel.order ? `${parcel.order.label} ${parcel.order.number}` : "", number].filter(Boolean).join("\n"),
    items.lines.length > 0 ? `${items.label}:\n${items.lines.map(itemLine).join("\n")}` : "",
    `-- \n${[footer.why, ...footer.links.map((link) => `${link.label}: ${link.url}`), footer.sentBy].join("\n")}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

const itemLine = (item: { title: string; variant: string | null; quantity: number }) =>
  `${item.quantity} × ${item.title}${item.variant ? ` (${item.variant})` : ""}`;
