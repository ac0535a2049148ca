import { settingsFields } from "@waybill/adapters/kit/settings";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { CatalogueEntry, ConnectionKind } from "@waybill/domain/connection/answers";
import type { Ctx } from "../core/context.ts";

type Pushes = { subscribe?: unknown; register?: unknown };

/** Every platform that can be connected, with the fields of its form. */
export function adapterCatalogue(ctx: Ctx): CatalogueEntry[] {
  const entries = (
    kind: ConnectionKind,
    input: Record<string, Pick<CarrierDefinition, "id" | "name" | "about" | "docs" | "settings"> & Pushes>,
  ) =>
    Object.values(input).map((d) => ({
      kind,
      id: d.id,
      name: d.name,
      about: d.about,
      docs: d.docs,
      fields: settingsFields(d.settings),
      webhooks: d.subscribe ? ("account" as const) : d.register ? ("parcel" as const) : ("by_hand" as const),
    }));
  return [
    ...entries("channel", ctx.adapters.channels),
    ...entries("carrier", ctx.adapters.carriers),
    ...entries("sender", ctx.adapters.senders),
  ];
}
