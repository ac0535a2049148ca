import { expect, test } from "bun:test";
import { createDecipheriv, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { makeSealer } from "./seal.ts";

const sealer = await makeSealer("correct horse battery staple");

test("what was sealed opens again, in its own place only", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (plain, context) => {
      const sealed = await sealer.seal(plain, context);
      expect(await sealer.open(sealed, context)).toBe(plain);
      await expect(sealer.open(sealed, `${context}.`)).rejects.toThrow("another connection");
    }),
    { numRuns: 100 },
  );
});

test("the form is the documented one: node:crypto opens it from the description alone", async () => {
  const sealed = await sealer.seal("shpat_123", "org_1/con_1");
  const [version, , text] = sealed.split(".") as [string, string, string];
  const whole = Buffer.from(text, "base64url");
  const key = Buffer.from(hkdfSync("sha256", "correct horse battery staple", "waybill", "seal 1", 32));
  const decipher = createDecipheriv("aes-256-gcm", key, whole.subarray(0, 12));
  decipher.setAAD(Buffer.from(`${version}\norg_1/con_1`));
  decipher.setAuthTag(whole.subarray(-16));
  expect(Buffer.concat([decipher.update(whole.subarray(12, -16)), decipher.final()]).toString()).toBe("shpat_123");
  expect(sealed).not.toBe(await sealer.seal("shpat_123", "org_1/con_1"));
});

test("another APP_SECRET is named as the cause", async () => {
  const sealed = await sealer.seal("token", "place");
  const other = await makeSealer("another secret");
  const error = await other.open(sealed, "place").catch((reason) => reason);
  expect(error).toMatchObject({ code: "secret_changed", public: false });
  expect(error.message).toContain("APP_SECRET has changed since this was stored");
  await expect(makeSealer("")).rejects.toThrow("APP_SECRET is empty");
});

test("one changed character anywhere is refused, and the text is never in the error", async () => {
  const sealed = await sealer.seal("a secret token", "place");
  for (let i = 0; i < sealed.length; i++) {
    const changed = sealed.slice(0, i) + (sealed[i] === "A" ? "B" : "A") + sealed.slice(i + 1);
    const result = await sealer.open(changed, "place").catch((reason: Error) => reason);
    // The last character of unpadded base64 may carry bits that mean nothing.
    if (result === "a secret token") expect(i).toBe(sealed.length - 1);
    else expect(Bun.inspect(result)).not.toContain("a secret token");
  }
  for (const bad of ["", "wb1", "wb1..", "wb2.x.y", "plain text", `${sealed}.x`]) {
    await expect(sealer.open(bad, "place")).rejects.toThrow();
  }
});
