import type { z } from "zod";
import type { AdapterContext, SettingsSchema } from "./adapter.ts";
import type { WebhookScheme } from "./webhook.ts";

/** What a platform's own pages ask of the seller, in the words of those pages. */
export type Guide = {
  /** Where the credentials are found, step by step. */
  steps: readonly string[];
  /** The rights that the credentials must carry. */
  rights: readonly string[];
  /** Where our webhook address goes, for a platform at which the seller pastes it. */
  webhook?: string;
};

/** What every platform says of itself, whatever its kind: all that the screens know of it. */
export type Platform<Schema extends SettingsSchema = SettingsSchema> = {
  /** Its folder's name. It stands in the database and in addresses, so it stays. */
  id: string;
  name: string;
  /** The letters it is drawn with, two to four: never its logo. */
  mark: string;
  /** What the connect screen says about it, one sentence. */
  about: string;
  /** The platform's documentation page. */
  docs: string;
  guide: Guide;
  settings: Schema;
  webhook: WebhookScheme<z.infer<Schema>>;
};

/** A cheap call that proves the credentials. Throws AdapterError in words. */
export type Probe<Schema extends SettingsSchema, Answer> = (ctx: AdapterContext<z.infer<Schema>>) => Promise<Answer>;
