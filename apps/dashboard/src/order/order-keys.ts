import type { OrderPage as Page } from "@waybill/domain/screens/answers";
import { createCommands } from "../palette/commands.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";

async function copyText(number: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(number);
    say({ tone: "delivered", text: `${number} copied.` });
  } catch {
    say({ tone: "failed", text: "The browser does not allow copying here." });
  }
}

/** The keys of an open order, and its words in the palette. */
export function createOrderKeys(input: {
  order: () => Page["order"];
  onAdd: () => void;
  onNote: () => void;
  onRetry: () => void;
}): void {
  const session = useSession();
  const { order } = input;
  const copyNumber = () => copyText(order().number);
  const agent = () => session.may("agent");
  createShortcuts([
    { keys: ["s"], words: "Add a shipment", group: "Order", when: agent, run: input.onAdd },
    { keys: ["n"], words: "Write a note", group: "Order", when: agent, run: input.onNote },
    {
      keys: ["r"],
      words: "Retry the sync",
      group: "Order",
      when: () => agent() && order().syncState !== "success",
      run: input.onRetry,
    },
    { keys: ["c"], words: "Copy the order’s number", group: "Order", run: () => void copyNumber() },
  ]);
  createCommands(() => {
    const group = "This page" as const;
    const copy = { id: "order copy", words: `Copy ${order().number}`, group, keys: "c", run: () => void copyNumber() };
    if (!agent()) return [copy];
    return [
      { id: "order ship", words: `Add a shipment to ${order().number}`, group, keys: "s", run: input.onAdd },
      { id: "order note", words: `Write a note on ${order().number}`, group, keys: "n", run: input.onNote },
      copy,
    ];
  });
}
