import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The secret of a local installation that was given none: made once, kept beside the database, readable by its owner only.
 * Losing the file means that sealed credentials must be typed in again.
 */
export function localSecret(databaseFile: string): string {
  const folder = dirname(databaseFile);
  const file = join(folder, "secret");
  mkdirSync(folder, { recursive: true });
  const made = Buffer.from(crypto.getRandomValues(new Uint8Array(36))).toString("base64url");
  try {
    // Exclusive: of two processes that start together one makes it, the other reads it.
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: "wx" });
    return made;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") throw error;
  }
  const kept = readFileSync(file, "utf8").trim();
  if (kept.length < 32)
    throw new Error(`${file} is damaged: it must hold at least 32 characters. Restore it, or set APP_SECRET.`);
  return kept;
}
