import { carrierList } from "@waybill/adapters/carriers/find";
import { settingsFields } from "@waybill/adapters/kit/settings";
import type { Platform } from "@waybill/adapters/ports/platform";
import type { CatalogueEntry, ConnectionKind, PlatformNames } from "@waybill/domain/connection/answers";
import type { Ctx } from "../core/context.ts";

type Pushes = { subscribe?: unknown; register?: unknown };

/** Every platform that can be connected, with its guide and the fields of its form. */
export function adapterCatalogue(ctx: Ctx): CatalogueEntry[] {
  const entries = (kind: ConnectionKind, platforms: Readonly<Record<string, Platform & Pushes>>) =>
    Object.values(platforms).map(({ id, name, mark, about, docs, guide, settings, webhook, subscribe, register }) => ({
      ...{ kind, id, name, mark, about, docs },
      guide: { steps: [...guide.steps], rights: [...guide.rights], webhook: guide.webhook ?? null },
      fields: settingsFields(settings),
      webhooks: subscribe ? ("account" as const) : register ? ("parcel" as const) : ("by_hand" as const),
      check: webhook.check ?? null,
    }));
  const { channels, carriers, senders } = ctx.adapters;
  return [...entries("channel", channels), ...entries("carrier", carriers), ...entries("sender", senders)];
}

/** What every carrier that we have an id for, and every other platform, is called: all that a list needs to write them. */
export function platformNames(ctx: Ctx): PlatformNames {
  const named = (platforms: Readonly<Record<string, Platform>>) =>
    Object.values(platforms).map(({ id, name }) => ({ id, name }));
  const { carriers, channels, senders } = ctx.adapters;
  return { carriers: carrierList(carriers), channels: named(channels), senders: named(senders) };
}
