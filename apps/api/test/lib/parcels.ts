import { sha256Hex } from "@waybill/adapters/kit/signature";
import { easypostEvent, route, type Stop, upsAlert } from "@waybill/engine/testing/events";
import { type EngineWorld, putOrder, putShipment, type TestConnection } from "@waybill/engine/testing/world";

const HOUR = 3_600_000;

export type Carriers = { easypost: TestConnection; ups: TestConnection; shop: TestConnection };
/** One signed webhook to come, the dedupe key its inbox row must have, and how many scans its parcel has at least after it. */
export type Post = { to: TestConnection; body: string; key: string; parcel: Parcel; tells: number };
export type Parcel = { id: string; orgId: string; number: string; stops: readonly Stop[]; posts: Post[] };

const keyOf = (body: string) => `sha256:${sha256Hex(new TextEncoder().encode(body))}`;

/** A parcel on its way, and everything its carrier will say of it: EasyPost's growing lists, or UPS's single alerts. */
export async function makeParcel(
  world: EngineWorld,
  input: { carriers: Carriers; orgId: string; n: number; by: "easypost" | "ups" },
): Promise<Parcel> {
  const { carriers, orgId, n, by } = input;
  const now = world.ctx.now();
  const stops = route({ end: now - HOUR });
  const digits = String(n).padStart(6, "0");
  const number = by === "ups" ? `1Z12345E0205${digits}` : `9400111899223197${digits}`;
  const orderId = await putOrder(world, carriers.shop, {
    externalId: `order-${n}`,
    placedAt: now - 48 * HOUR,
    updatedAt: now - HOUR,
    customer: { name: "Ana Marlow", email: `ana-${n}@example.com`, phone: null },
  });
  const id = await putShipment(world, { orgId, orderId, number, carrier: by === "ups" ? "ups" : "usps" });
  const parcel: Parcel = { id, orgId, number, stops, posts: [] };
  parcel.posts = stops.map((stop, i): Post => {
    if (by === "ups") {
      const body = upsAlert({ number, stop });
      return { to: carriers.ups, body, key: keyOf(body), parcel, tells: 1 };
    }
    const event = `${n}-${i}`;
    const body = easypostEvent({ number, stops: stops.slice(0, i + 1), id: event });
    return { to: carriers.easypost, body, key: `evt_${event}`, parcel, tells: i + 1 };
  });
  return parcel;
}

/** A generator of its own for each run, so that a failure names the seed that repeats it. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}
