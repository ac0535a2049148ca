import { z } from "zod";
import { locales } from "../languages/messages.ts";
import { triggers } from "../shipment/notify.ts";
import { isZone } from "../zones/rules.ts";

const absent = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
const httpsUrl = z
  .url({ protocol: /^https?$/, error: "A whole address, such as https://shop.example/returns" })
  .max(500);

/** The largest logo, bytes: it travels with every public page. */
const MAX_LOGO_BYTES = 65_536;
/** How each kind of picture begins, so that nothing else is served under its name (PNG §5.2, JFIF SOI, RIFF/WebP container). */
const BEGINNINGS: Record<string, RegExp> = {
  png: /^\x89PNG\r\n/,
  jpeg: /^\xff\xd8\xff/,
  webp: /^RIFF[\s\S]{4}WEBP/,
};
const logoParts = (dataUrl: string) => /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+=*)$/.exec(dataUrl);

function isPicture(dataUrl: string): boolean {
  const [, kind = "", base64 = ""] = logoParts(dataUrl) ?? [];
  try {
    return BEGINNINGS[kind]?.test(atob(base64.slice(0, 32))) ?? false;
  } catch {
    return false;
  }
}

/**
 * A stored logo as it is served; null for what is no logo.
 *
 * @example logoBytes("data:image/png;base64,iVBORw0KGgo…") // { type: "image/png", bytes }
 */
export function logoBytes(dataUrl: string): { type: string; bytes: Uint8Array<ArrayBuffer> } | null {
  const [, kind, base64 = ""] = logoParts(dataUrl) ?? [];
  return kind ? { type: `image/${kind}`, bytes: Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)) } : null;
}

/** A logo's bytes as a data URL. SVG is left out: opened by itself it can run script. */
const logoSchema = z
  .string()
  .max(Math.ceil(MAX_LOGO_BYTES / 3) * 4 + 40, "The logo is too large: 64 KB at most")
  .refine(isPicture, "A PNG, JPEG or WebP image");

/** How a seller looks to customers: on the public page and in mails. */
export const brandingSchema = z.object({
  name: z.string().trim().min(1, "Customers must be able to tell who you are").max(80),
  logo: absent(logoSchema),
  /** "#rrggbb": buttons and lines of the public page and the mails. */
  accent: absent(z.string().regex(/^#[0-9a-f]{6}$/i, "A colour such as #b45309")),
  supportEmail: absent(z.email("An address such as help@shop.example").max(200)),
  supportUrl: absent(httpsUrl),
  returnsUrl: absent(httpsUrl),
  /** Small print below mails: the company's name and address, where a law asks for it. */
  footer: absent(z.string().trim().max(300)),
});
export type Branding = z.infer<typeof brandingSchema>;

/** Where the seller works, and the language for customers whose own is unknown. */
export const generalSchema = z.object({
  timeZone: z.string().max(60).refine(isZone, "A time zone such as Europe/Lisbon").default("UTC"),
  language: z.enum(locales).default("en"),
});
export type General = z.infer<typeof generalSchema>;

/** How long what is no longer needed is kept; null: for ever. */
export const retentionSchema = z.object({ days: z.number().int().min(30).max(3_650).nullable().default(null) });
export type Retention = z.infer<typeof retentionSchema>;

/** What a seller changed in a message: absent parts keep Waybill's words. Placeholders: {order} {carrier} {shop} {name}. */
export const templateSchema = z.object({
  subject: absent(z.string().trim().max(150)),
  headline: absent(z.string().trim().max(150)),
  intro: absent(z.string().trim().max(1_000)),
});
export type Template = z.infer<typeof templateSchema>;
/** By trigger, then by language. */
export const templatesSchema = z.partialRecord(z.enum(triggers), z.partialRecord(z.enum(locales), templateSchema));
export type Templates = z.infer<typeof templatesSchema>;
