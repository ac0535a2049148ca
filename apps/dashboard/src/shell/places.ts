import type { IconName } from "@waybill/ui/icon";

export type Place = {
  href: string;
  word: string;
  icon: IconName;
  /** The second key after "g". */
  key: string;
  /** On phones: in the bar at the bottom; the others are behind "More". */
  bar: boolean;
  end?: boolean;
};

/** Every place of the dashboard, in the order of a seller's day. */
export const places: readonly Place[] = [
  { href: "/overview", word: "Overview", icon: "overview", key: "v", bar: true },
  { href: "/", word: "Orders", icon: "box", key: "o", bar: true, end: true },
  { href: "/shipments", word: "Shipments", icon: "out", key: "s", bar: true },
  { href: "/channels", word: "Channels", icon: "shop", key: "c", bar: false },
  { href: "/carriers", word: "Carriers", icon: "route", key: "a", bar: false },
  { href: "/inbox", word: "Inbox", icon: "inbox", key: "i", bar: true },
  { href: "/notifications", word: "Notifications", icon: "mail", key: "n", bar: false },
  { href: "/settings", word: "Settings", icon: "settings", key: ",", bar: false },
];
