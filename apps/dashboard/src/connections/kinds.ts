export type Kind = "channel" | "carrier" | "sender";

/** The three kinds of connection: their words on screen, their page, and their paths in the API. */
export const kinds = [
  {
    kind: "channel",
    one: "channel",
    many: "Channels",
    page: "/channels",
    path: "/api/platforms",
    about: "Where your orders come from.",
    none: "No channel is connected",
    why: "Orders of a connected shop appear here by themselves, and its shipments are told back to it.",
    pausing: "Orders are not pulled while it is paused; its webhooks are still kept.",
  },
  {
    kind: "carrier",
    one: "carrier",
    many: "Carriers",
    page: "/carriers",
    path: "/api/carriers",
    about: "Who moves your parcels, and tells us where they are.",
    none: "No carrier is connected",
    why: "Without one, parcels do not move on screen and customers are told nothing.",
    pausing: "The carrier is not asked while it is paused; what it pushes is still kept.",
  },
  {
    kind: "sender",
    one: "mail sender",
    many: "Mail senders",
    page: "/senders",
    path: "/api/senders",
    about: "Who delivers the mails that your customers get.",
    none: "No mail sender is connected",
    why: "Mails are written and kept under Notifications, but they are not sent out.",
    pausing: "Mails wait while it is paused.",
  },
] as const satisfies readonly { kind: Kind; [word: string]: string }[];

type KindWords = (typeof kinds)[number];
export const kindWords = (kind: Kind): KindWords => kinds.find((noun) => noun.kind === kind) ?? kinds[0];
