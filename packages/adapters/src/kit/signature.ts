import { createHash, createHmac, timingSafeEqual } from "node:crypto";

// The one file of the package that names node:crypto: it runs on Bun and on workerd (nodejs_compat), is synchronous, and was
// measured faster than WebCrypto for webhook-sized bodies (docs/performance.md#signatures).

const encoder = new TextEncoder();

/** Text as UTF-8 bytes. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * HMAC-SHA256 of raw bytes; parts are hashed one after the other without being copied together.
 *
 * @example hmacSha256("secret", [utf8("id.1700000000."), webhook.body], "base64")
 */
export function hmacSha256(
  key: string | Uint8Array,
  message: Uint8Array | readonly Uint8Array[],
  encoding: "hex" | "base64",
): string {
  const hmac = createHmac("sha256", key);
  for (const part of message instanceof Uint8Array ? [message] : message) hmac.update(part);
  return hmac.digest(encoding);
}

/** SHA-256 of raw bytes as lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Compares two texts in time that does not depend on where they differ. Lengths may differ; never throws. */
export function constantTimeEqual(a: string, b: string): boolean {
  // Hashing first makes the lengths equal, which timingSafeEqual demands, and hides the secret's length as well.
  const digest = (text: string) => createHash("sha256").update(encoder.encode(text)).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Standard or URL-safe base64 → bytes; null when the text is not base64 (a wrong secret must fail closed, not throw). */
export function base64Decode(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Bytes (or text as UTF-8) → base64, as HTTP Basic wants it. */
export function base64Encode(value: Uint8Array | string): string {
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
