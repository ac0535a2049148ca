/** How a delivery was checked, for a person: one sentence, and what the check is made of. */
export type VerifiedWords = { sentence: string; scheme: string; header: string | null; time: string };

const noTime = "The scheme signs no time; a copy is known by its id.";

type Scheme = Omit<VerifiedWords, "header"> & { header: string | null; fits: RegExp };
// One line for each check the adapters make; its words are theirs (`verify` in each adapter).
const schemes: readonly Scheme[] = [
  {
    fits: /^x-shopify-hmac-sha256/i,
    sentence: "Shopify signed these exact bytes with the app's client secret, and the signature matched.",
    scheme: "HMAC-SHA256 of the raw body, base64",
    header: "x-shopify-hmac-sha256",
    time: noTime,
  },
  {
    fits: /^x-hmac-signature/i,
    sentence: "EasyPost signed these exact bytes with the webhook secret, and the signature matched.",
    scheme: "HMAC-SHA256 of the raw body, hex",
    header: "x-hmac-signature",
    time: noTime,
  },
  {
    fits: /^fdx-signature/i,
    sentence: "FedEx signed these exact bytes with the security token, and the signature matched.",
    scheme: "HMAC-SHA256 of the raw body",
    header: "fdx-signature",
    time: noTime,
  },
  {
    fits: /^credential header/i,
    sentence: "UPS sent the credential that only it and this connection know. It signs no bytes.",
    scheme: "Shared credential, compared in constant time",
    header: "credential",
    time: "The scheme signs no time; a copy is known by its bytes.",
  },
  {
    fits: /^svix-signature/i,
    sentence: "The provider signed id, time and bytes with the webhook secret, and the signature matched.",
    scheme: "HMAC-SHA256 of id, time and raw body (Svix)",
    header: "svix-signature",
    time: "Accepted within 5 minutes of the signed time.",
  },
  {
    fits: /^asked by us$/i,
    sentence: "Nobody pushed this: Waybill asked the carrier, over TLS with this connection's credentials.",
    scheme: "Answer to our own question",
    header: null,
    time: "Kept, so that a replay has it too.",
  },
];

/**
 * What `verified` of an inbox row means. A check this build does not know is named as it is, and nothing is claimed for it.
 *
 * @example verifiedWords("X-Shopify-Hmac-Sha256").header // "x-shopify-hmac-sha256"
 */
export function verifiedWords(verified: string): VerifiedWords {
  const known = schemes.find(({ fits }) => fits.test(verified));
  if (known) {
    const { fits: _, ...words } = known;
    return words;
  }
  return {
    sentence: `It passed the connection's check: ${verified || "not named"}.`,
    scheme: verified,
    header: null,
    time: "",
  };
}
