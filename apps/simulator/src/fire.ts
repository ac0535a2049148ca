import { z } from "zod";
import { credentials } from "./credentials.ts";
import { easypostStatus } from "./easypost/tracker.ts";
import { sendTrackerEvent } from "./easypost/webhooks.ts";
import { sendFedexEvent } from "./fedex/routes.ts";
import { sendEmailEvent } from "./resend/state.ts";
import { announceFulfilmentTopic, announceOrderTopic, uninstall } from "./shopify/webhooks.ts";
import type { Sim } from "./sim.ts";
import { sendAlert } from "./ups/routes.ts";
import { normaliseNumber } from "./world/numbers.ts";

export const fireSchema = z.object({
  platform: z.enum(["shopify", "easypost", "ups", "fedex", "resend"]),
  /** Shopify topic or Resend event type. */
  topic: z.string().optional(),
  /** Tracking number; for Shopify an order's name or id, for Resend an e-mail id. The newest one when left out. */
  number: z.string().optional(),
  duplicate: z.boolean().optional(),
  wrongSignature: z.boolean().optional(),
});

type Fire = z.infer<typeof fireSchema>;

function fireShopify(sim: Sim, input: Fire): number | string {
  const topic = input.topic ?? "orders/updated";
  if (topic === "app/uninstalled") return uninstall(sim, input);
  const wanted = input.number?.replace(/^gid:\/\/shopify\/Order\//, "");
  const { orders } = sim.world;
  const order =
    wanted === undefined ? orders.at(-1) : orders.find((each) => each.id === wanted || each.name === wanted);
  if (order === undefined) return "No such order.";
  if (!topic.startsWith("fulfillments/")) return announceOrderTopic(sim, topic, order, input);
  const shipped = wanted === undefined ? orders.findLast((each) => each.fulfilments.length > 0) : order;
  const fulfilment = shipped?.fulfilments.at(-1);
  if (shipped === undefined || fulfilment === undefined) return "No such fulfilment.";
  return announceFulfilmentTopic(sim, topic, shipped, fulfilment, input);
}

function fireCarrier(sim: Sim, input: Fire): number | string {
  const number = input.number === undefined ? undefined : normaliseNumber(input.number);
  const watched = [...sim.world.parcels.values()].reverse().find((parcel) => {
    if (number !== undefined) return parcel.number === number;
    if (input.platform === "easypost") return sim.easypost.byNumber.has(parcel.number);
    return input.platform === "ups" ? sim.ups.subscriptions.has(parcel.number) : parcel.carrier === "fedex";
  });
  const scan = watched?.scans.at(-1);
  if (watched === undefined || scan === undefined) return "No such parcel is watched by this platform.";
  if (input.platform === "ups") return sendAlert(sim, { parcel: watched, scan, force: input });
  if (input.platform === "fedex") return sendFedexEvent(sim, { parcel: watched, force: input });
  const tracker = sim.easypost.byNumber.get(watched.number);
  if (tracker === undefined) return "EasyPost has no tracker for this number.";
  const previous = { status: easypostStatus(watched) };
  return sendTrackerEvent(sim, { tracker, parcel: watched, description: "tracker.updated", previous, force: input });
}

/** Sends one webhook by hand, with a duplicate or a wrong signature if wanted; answers how many receivers it has. */
export function fireWebhooks(sim: Sim, input: Fire): number | string {
  if (input.platform === "shopify") return fireShopify(sim, input);
  if (input.platform !== "resend") return fireCarrier(sim, input);
  const emails = [...sim.resend.emails.values()];
  const email = input.number === undefined ? emails.at(-1) : sim.resend.emails.get(input.number);
  if (email === undefined) return `No e-mail was sent with the key ${credentials.resend.apiKey}.`;
  return sendEmailEvent(sim, { email, type: input.topic ?? "email.delivered", force: input });
}
