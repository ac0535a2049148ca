import { senders } from "@waybill/adapters/registry.gen";
import type { Config } from "@waybill/engine/core/context";
import { z } from "zod";

/** The process's environment, or a Worker's bindings that are strings. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says by itself; `complete` turns it into a `Config` once the secret and the demo are settled. */
type Settings = Omit<Config, "appSecret" | "demo" | "simulatorUrl" | "allowPrivateNetworks" | "publicUrl"> & {
  appSecret: string | null;
  /** null: "1 on an empty local installation", which only the database can tell. */
  demo: boolean | null;
  /** 0: none. */
  simulatorPort: number;
  allowPrivateNetworks: boolean | null;
  publicUrl: string | null;
};

const flag = z
  .enum(["0", "1", "true", "false", "yes", "no"])
  .transform((value) => value === "1" || value === "true" || value === "yes");
const port = z.coerce.number().int().min(0).max(65_535);
const DATABASE = /^(file:.+|libsql:\/\/.+|https?:\/\/.+)$/;

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string().regex(DATABASE).default("file:data/waybill.db"),
  DATABASE_AUTH_TOKEN: z.string().optional(),
  APP_SECRET: z.string().min(32).optional(),
  DEMO: flag.optional(),
  SIMULATOR_PORT: port.optional(),
  CORS_ORIGINS: z.string().optional(),
  MAIL_FROM: z.string().min(3).default("Waybill <parcels@waybill.example>"),
  ALLOW_PRIVATE_NETWORKS: flag.optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  NODE_ENV: z.string().optional(),
});

type MailProvider = { id: string; environment?: Readonly<Record<string, string>> };

/** What each variable must be, for the person who typed it. */
const WORDS: Record<string, string> = {
  PORT: "a port number from 0 to 65535",
  HOST: "the address to listen on, such as 127.0.0.1 or 0.0.0.0",
  PUBLIC_URL: "a whole URL, such as https://waybill.example.com",
  DATABASE_URL: "file:path/to/waybill.db, libsql://… or http(s)://…",
  APP_SECRET: "at least 32 random characters (try: openssl rand -base64 32)",
  DEMO: "0 or 1",
  SIMULATOR_PORT: "a port number from 0 to 65535",
  CORS_ORIGINS: "origins separated by commas, such as https://shop.example.com",
  MAIL_FROM: "an address, such as Shop <parcels@shop.example>",
  ALLOW_PRIVATE_NETWORKS: "0 or 1",
  LOG_LEVEL: "debug, info, warn or error",
};

/**
 * Reads the variables (docs/architecture.md#configuration). Throws one Error that names each wrong one and what it must be; values are not
 * repeated, because one of them may be a secret.
 *
 * @example readSettings({ PORT: "8080", APP_SECRET: "…" }).port // 8080
 */
export function readSettings(env: Environment): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? [] : [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  const origins = (env.CORS_ORIGINS ?? "").split(",").flatMap((part) => part.trim() || []);
  if (!origins.every(isOrigin)) wrong.push("CORS_ORIGINS");
  if (wrong.length > 0 || !parsed.success) {
    throw new Error(wrong.map((name) => `${name} must be ${WORDS[name] ?? "set differently"}.`).join("\n"));
  }
  const value = parsed.data;
  const production = value.NODE_ENV === "production";
  if (production && !value.APP_SECRET) throw new Error(`APP_SECRET must be set in production: ${WORDS.APP_SECRET}.`);
  return {
    port: value.PORT,
    // A demo signs anyone in, so a local installation listens to this machine only unless told otherwise.
    host: value.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    publicUrl: value.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    databaseUrl: value.DATABASE_URL,
    databaseAuthToken: value.DATABASE_AUTH_TOKEN ?? null,
    appSecret: value.APP_SECRET ?? null,
    demo: value.DEMO ?? (production || !value.DATABASE_URL.startsWith("file:") ? false : null),
    // In production the practice shop is there only when it is asked for; 0: nowhere.
    simulatorPort: value.SIMULATOR_PORT ?? (production && !value.DEMO ? 0 : 3001),
    corsOrigins: origins,
    mailFrom: value.MAIL_FROM,
    mailProvider: mailProviderOf(given),
    allowPrivateNetworks: value.ALLOW_PRIVATE_NETWORKS ?? null,
    logLevel: value.LOG_LEVEL,
    production,
  };
}

/** The first mail provider whose variables are all set: which they are is its adapter's to say. */
function mailProviderOf(given: Environment): Config["mailProvider"] {
  for (const { id, environment = {} } of Object.values<MailProvider>(senders)) {
    const settings = Object.entries(environment).map(([variable, field]) => [field, given[variable] ?? ""] as const);
    if (settings.length > 0 && settings.every(([, value]) => value !== "")) {
      return { adapter: id, settings: Object.fromEntries(settings) };
    }
  }
  return null;
}

/** What must never stand in a log. */
export const mailSecrets = ({ mailProvider }: Pick<Config, "mailProvider">): string[] =>
  Object.values(mailProvider?.settings ?? {});

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** Settles what the environment left open. `port` is the port really listened on. */
export function completeConfig(
  settings: Settings,
  settled: { appSecret: string; demo: boolean; port: number },
): Config {
  const { simulatorPort, allowPrivateNetworks, publicUrl, ...rest } = settings;
  return {
    ...rest,
    port: settled.port,
    appSecret: settled.appSecret,
    demo: settled.demo,
    publicUrl: publicUrl ?? `http://localhost:${settled.port}`,
    simulatorUrl: simulatorPort > 0 ? `http://127.0.0.1:${simulatorPort}` : null,
    // The demo's platforms live on this machine.
    allowPrivateNetworks: allowPrivateNetworks ?? settled.demo,
  };
}
