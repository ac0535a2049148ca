import { useNavigate } from "@solidjs/router";
import type { IconName } from "@waybill/ui/icon";
import { leadingLook, shipmentLook } from "@waybill/ui/status-groups";
import type { Accessor } from "solid-js";
import { createMemo, createSignal, onCleanup } from "solid-js";
import { api } from "../api/api.ts";
import { commands } from "./commands.ts";
import { fit } from "./palette-match.ts";

export type Entry = {
  id: string;
  group: string;
  words: string;
  more: string | null;
  keys: string | null;
  icon: IconName;
  run: () => void;
};

const TYPING_MS = 120;
const MOST_PER_GROUP = 7;

/** What fits what is typed: every command of what is on screen, and the orders and parcels that the server finds. */
export function createEntries(typed: Accessor<string>) {
  const navigate = useNavigate();
  const [found, setFound] = createSignal<readonly Entry[]>([]);
  const [asking, setAsking] = createSignal(false);
  const known = createMemo(() => knownEntries(typed()));
  const groups = createMemo(() => {
    const byGroup = new Map<string, Entry[]>();
    for (const entry of [...found(), ...known()]) {
      const held = byGroup.get(entry.group) ?? [];
      if (held.length < (typed() ? MOST_PER_GROUP : 12)) byGroup.set(entry.group, [...held, entry]);
    }
    return [...byGroup].map(([name, entries]) => ({ name, entries }));
  });
  const entries = createMemo(() => groups().flatMap((group) => group.entries));

  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const look = (text: string) => {
    clearTimeout(timer);
    const mine = ++latest;
    const q = text.trim();
    setAsking(q.length > 1);
    if (q.length < 2) {
      setFound([]);
      return;
    }
    timer = setTimeout(async () => {
      const entries = await search(q, navigate).catch(() => []);
      if (mine !== latest) return;
      setFound(entries);
      setAsking(false);
    }, TYPING_MS);
  };
  onCleanup(() => clearTimeout(timer));
  return { groups, entries, asking, look };
}

/** The commands whose words, or other words for them, fit; the best first. */
function knownEntries(typed: string): Entry[] {
  return (
    commands()
      .flatMap((command) => {
        const own = fit(typed, command.words);
        const score = own ?? (command.also === undefined ? null : fit(typed, command.also));
        return score === null ? [] : [{ command, score: own === null ? score - 10 : score }];
      })
      // Without a word typed the order is the pages' own; the sort is stable.
      .sort((a, b) => b.score - a.score)
      .map(({ command }) => ({
        id: command.id,
        group: command.group,
        words: command.words,
        more: null,
        keys: command.keys ?? null,
        icon: command.group === "Go to" ? "right" : "bolt",
        run: command.run,
      }))
  );
}

async function search(q: string, navigate: (to: string) => void): Promise<Entry[]> {
  const text = encodeURIComponent(q);
  const [orders, shipments] = await Promise.all([
    api.get("/api/orders", { query: { limit: 6, q: text } }),
    api.get("/api/shipments", { query: { limit: 4, q: text } }),
  ]);
  const number = q.replace(/[\s-]/g, "").toUpperCase();
  return [
    ...orders.items.map((order) => ({
      id: order.id,
      group: "Orders",
      words: order.number,
      more: [order.customerName ?? order.customerEmail, leadingLook(order).word].filter(Boolean).join(" · "),
      keys: null,
      icon: "box" as const,
      run: () => navigate(`/orders/${order.id}`),
    })),
    ...shipments.items
      .filter((shipment) => shipment.number.includes(number))
      .map((shipment) => ({
        id: shipment.id,
        group: "Parcels",
        words: shipment.number,
        more: shipmentLook(shipment.status, shipment.reason).word,
        keys: null,
        icon: "out" as const,
        run: () => navigate(shipment.orderId ? `/orders/${shipment.orderId}` : `/shipments?open=${shipment.id}`),
      })),
  ];
}
