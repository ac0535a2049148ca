import type { CheckWords } from "@waybill/domain/connection/answers";

/** How a delivery was checked, for a person: one sentence, and what the check is made of. */
type VerifiedWords = { sentence: string; scheme: string; header: string | null; time: string };

/** An answer that we fetched ourselves and kept. */
const asked: VerifiedWords = {
  sentence: "Nobody pushed this: Waybill asked the carrier, over TLS with this connection's credentials.",
  scheme: "Answer to our own question",
  header: null,
  time: "Kept, so that a replay has it too.",
};

/** What the inbox adds to the name of a check that only a replaced secret passed. */
const PREVIOUS = ", previous secret";

/**
 * What `verified` of an inbox row means, in its platform's own words. A check that the platform does not explain is named as it is,
 * and nothing is claimed for it.
 *
 * @example verifiedWords("x-acme-signature", null).scheme // "x-acme-signature"
 */
export function verifiedWords(verified: string, check: CheckWords | null): VerifiedWords {
  if (/^asked by us$/i.test(verified)) return asked;
  if (check && verified.endsWith(PREVIOUS)) {
    return {
      ...check,
      sentence: `${check.sentence} It was signed with the previous secret, which was still accepted then.`,
    };
  }
  if (check) return check;
  return {
    sentence: `It passed the connection's check: ${verified || "not named"}.`,
    scheme: verified,
    header: null,
    time: "",
  };
}
