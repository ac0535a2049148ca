import { appError } from "@waybill/domain/errors";

type Sealer = {
  /** Encrypts a text for one place; the same text sealed twice looks different. */
  seal: (plain: string, context: string) => Promise<string>;
  /** @throws AppError `secret_changed` when another APP_SECRET sealed it, `secret_unreadable` when it or its place is wrong */
  open: (sealed: string, context: string) => Promise<string>;
};

const VERSION = "wb1";
const encoder = new TextEncoder();

/**
 * Seals credentials at rest: AES-256-GCM, the key derived from APP_SECRET by HKDF/SHA-256 (RFC 5869). The context
 * (organisation and connection id) is authenticated with it, so a sealed text copied to another row does not open.
 * Form: `wb1.<key id>.<base64url of 12 bytes iv, ciphertext, 16 bytes tag>`; the key id tells a changed secret from damage.
 *
 * @example
 * const sealer = await makeSealer(config.appSecret);
 * const sealed = await sealer.seal(JSON.stringify(token), `${orgId}/${connectionId}`);
 */
export async function makeSealer(appSecret: string): Promise<Sealer> {
  if (appSecret === "") throw new Error("APP_SECRET is empty; sealed settings need one.");
  const secret = await crypto.subtle.importKey("raw", encoder.encode(appSecret), "HKDF", false, [
    "deriveKey",
    "deriveBits",
  ]);
  const derive = (info: string) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: encoder.encode("waybill"),
    info: encoder.encode(info),
  });
  const key = await crypto.subtle.deriveKey(derive("seal 1"), secret, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const keyId = toText(new Uint8Array(await crypto.subtle.deriveBits(derive("seal 1 id"), secret, 48)));
  const cipher = (iv: Uint8Array<ArrayBuffer>, context: string) => ({
    name: "AES-GCM",
    iv,
    additionalData: encoder.encode(`${VERSION}\n${context}`),
  });

  return {
    seal: async (plain, context) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher(iv, context), key, encoder.encode(plain)));
      const whole = new Uint8Array(iv.length + sealed.length);
      whole.set(iv);
      whole.set(sealed, iv.length);
      return `${VERSION}.${keyId}.${toText(whole)}`;
    },
    open: async (sealed, context) => {
      const [version, id, text, ...more] = sealed.split(".");
      if (version !== VERSION || id === undefined || text === undefined || more.length > 0) throw unreadable();
      if (id !== keyId) {
        throw appError({
          code: "secret_changed",
          status: 500,
          message:
            "APP_SECRET has changed since this was stored. Set the old APP_SECRET again, or enter the credentials anew.",
        });
      }
      try {
        const whole = fromText(text);
        const plain = await crypto.subtle.decrypt(cipher(whole.slice(0, 12), context), key, whole.slice(12));
        return new TextDecoder().decode(plain);
      } catch {
        throw unreadable();
      }
    },
  };
}

function unreadable() {
  const message = "The stored credentials are damaged or belong to another connection. Enter them anew.";
  return appError({ code: "secret_unreadable", status: 500, message });
}

function toText(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
