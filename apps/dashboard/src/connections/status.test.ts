import { describe, expect, test } from "bun:test";
import { connectionLook, countWords, wantsCredentials } from "./status.ts";

describe("how a connection stands", () => {
  test("a pause is a person's word and comes before the platform's", () => {
    expect(connectionLook({ enabled: false, health: "failing" }).word).toBe("Paused");
    expect(connectionLook({ enabled: true, health: "failing" })).toEqual({ group: "failed", word: "Failing" });
    expect(connectionLook({ enabled: false, health: "disconnected" }).word).toBe("Disconnected");
    expect(connectionLook({ enabled: true, health: "ok" }).word).toBe("Works");
    expect(connectionLook({ enabled: true, health: "new" }).word).toBe("Not used yet");
  });

  test("new credentials are offered where they are the cure, not where the platform is down", () => {
    const failing = (healthReason: string) => wantsCredentials({ health: "failing", healthReason });
    expect(failing("Shopify refused the sign-in (401). Check client id and secret.")).toBe(true);
    expect(failing("The credentials of Harbour cannot be opened.")).toBe(true);
    expect(failing("EasyPost could not be reached: it did not answer within 20 s.")).toBe(false);
    expect(wantsCredentials({ health: "ok", healthReason: null })).toBe(false);
  });

  test("counts that stop say so", () => {
    expect(countWords(1, "order")).toBe("1 order");
    expect(countWords(0, "parcel")).toBe("0 parcels");
    expect(countWords(1001, "order")).toBe("1,000+ orders");
  });
});
