import { describe, expect, test } from "bun:test";
import { completeConfig, readSettings } from "./env.ts";

const APP_SECRET = "0123456789012345678901234567890123456789";

describe("the environment (docs/architecture.md#configuration)", () => {
  test("has the defaults that are documented", () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      port: 3000,
      databaseUrl: "file:data/waybill.db",
      simulatorPort: 3001,
      logLevel: "info",
    });
    expect(settings).toMatchObject({
      appSecret: null,
      demo: null,
      publicUrl: null,
      production: false,
      corsOrigins: [],
    });
    const config = completeConfig(settings, { appSecret: APP_SECRET, demo: true, port: 4000 });
    expect(config.publicUrl).toBe("http://localhost:4000");
    expect(config.simulatorUrl).toBe("http://127.0.0.1:3001");
    expect(config.allowPrivateNetworks).toBe(true);
    expect(completeConfig(settings, { appSecret: APP_SECRET, demo: false, port: 4000 }).allowPrivateNetworks).toBe(
      false,
    );
  });

  test("the practice shop is there without a demo; in production only when it is asked for; port 0 means none", () => {
    const url = (env: Record<string, string>, demo = false) =>
      completeConfig(readSettings(env), { appSecret: APP_SECRET, demo, port: 4000 }).simulatorUrl;
    expect(url({ DEMO: "0" })).toBe("http://127.0.0.1:3001");
    expect(url({ DEMO: "0", SIMULATOR_PORT: "0" })).toBeNull();
    expect(url({ SIMULATOR_PORT: "0" }, true)).toBeNull();
    const production = { NODE_ENV: "production", APP_SECRET };
    expect(url(production)).toBeNull();
    expect(url({ ...production, SIMULATOR_PORT: "3001" })).toBe("http://127.0.0.1:3001");
    expect(url({ ...production, DEMO: "1" }, true)).toBe("http://127.0.0.1:3001");
  });

  test("an empty value is the same as none", () => {
    expect(readSettings({ PORT: "", DEMO: "", DATABASE_URL: "", APP_SECRET: "" })).toEqual(readSettings({}));
  });

  test("production has no demo and must be given a secret", () => {
    expect(() => readSettings({ NODE_ENV: "production" })).toThrow("APP_SECRET must be set in production");
    expect(readSettings({ NODE_ENV: "production", APP_SECRET })).toMatchObject({ demo: false, host: "0.0.0.0" });
    expect(readSettings({ NODE_ENV: "production", APP_SECRET, DEMO: "1" }).demo).toBe(true);
  });

  test("a remote database is never a demo by itself", () => {
    expect(readSettings({ DATABASE_URL: "libsql://x.turso.io" }).demo).toBe(false);
    expect(readSettings({ DATABASE_URL: "http://127.0.0.1:8080", DEMO: "1" }).demo).toBe(true);
  });

  test("every wrong variable is named with what it must be, and values are not repeated", () => {
    const wrong = {
      PORT: "eighty",
      PUBLIC_URL: "waybill",
      APP_SECRET: "hush",
      DEMO: "maybe",
      LOG_LEVEL: "loud",
      DATABASE_URL: "mysql://x",
    };
    const words = (() => {
      try {
        readSettings({ ...wrong, CORS_ORIGINS: "https://a.example/path" });
      } catch (error) {
        return (error as Error).message;
      }
      return "";
    })();
    for (const name of [...Object.keys(wrong), "CORS_ORIGINS"]) expect(words).toContain(`${name} must be `);
    for (const value of ["eighty", "hush", "mysql://x"]) expect(words).not.toContain(value);
    expect(() => readSettings({ PORT: "70000" })).toThrow("PORT must be a port number");
  });

  test("a public URL loses its trailing slash; origins are split and trimmed", () => {
    const settings = readSettings({
      PUBLIC_URL: "https://w.example/",
      CORS_ORIGINS: " https://a.example, https://b.example:8443 ",
    });
    expect(settings.publicUrl).toBe("https://w.example");
    expect(settings.corsOrigins).toEqual(["https://a.example", "https://b.example:8443"]);
  });
});
