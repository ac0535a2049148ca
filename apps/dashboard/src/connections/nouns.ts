export type Kind = "channel" | "carrier" | "sender";

/** The three kinds of connection: their words on screen and their paths in the API. */
export const nouns = [
  {
    kind: "channel",
    one: "channel",
    many: "Channels",
    path: "/api/platforms",
    none: "No sales channel yet: its orders would appear here by themselves.",
    parting: "Its orders stay. Changes made there are no longer seen, and shipments are no longer told to it.",
    pausing: "Orders are not pulled while it is paused; its webhooks are still kept.",
  },
  {
    kind: "carrier",
    one: "carrier",
    many: "Carriers",
    path: "/api/carriers",
    none: "No carrier yet: parcels would not move on screen.",
    parting: "Its parcels stay as they are. They no longer move by themselves.",
    pausing: "The carrier is not asked while it is paused; what it pushes is still kept.",
  },
  {
    kind: "sender",
    one: "mail sender",
    many: "Mail",
    path: "/api/senders",
    none: "Mails are kept in the mailbox and not sent out. Connect a provider to send them.",
    parting: "New mails stay in the mailbox instead of being sent out.",
    pausing: "Mails wait in the mailbox while it is paused.",
  },
] as const satisfies readonly { kind: Kind; [word: string]: string }[];

export const nounOf = (kind: Kind) => nouns.find((noun) => noun.kind === kind) ?? nouns[0];
