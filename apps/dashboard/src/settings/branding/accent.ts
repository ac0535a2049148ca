import { contrast, inkOn } from "@waybill/domain/email/style";

const PAPER = "#ffffff";
/** WCAG 2.2, 1.4.3: the least contrast of text. */
const READABLE = 4.5;
const isColour = (text: string | null): text is string => text !== null && /^#[0-9a-f]{6}$/i.test(text);

/** What is used where a seller chose nothing. */
const DEFAULT_ACCENT = "#d58c3b";
export const accentOr = (accent: string | null) => (isColour(accent) ? accent.toLowerCase() : DEFAULT_ACCENT);

/**
 * A colour darkened, or lightened on a dark ground, just until it can be read there; itself when it can.
 *
 * @example readableOn("#ffff00", "#ffffff") // a dark yellow of 4.5:1
 */
export function readableOn(colour: string, ground: string): string {
  const end = contrast(ground, "#000000") > contrast(ground, "#ffffff") ? 0 : 255;
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const hex = (value: number) => Math.round(value).toString(16).padStart(2, "0");
  for (let left = 100; left >= 0; left -= 2) {
    const mixed = `#${channels.map((c) => hex(end + ((c - end) * left) / 100)).join("")}`;
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return end === 0 ? "#000000" : "#ffffff";
}

type AccentWords = { ink: string; text: string; enough: boolean; words: string };

/**
 * What an accent means for reading, in words: the text on a button, and the colour as text.
 *
 * @example accentWords("#ffff00").words // "Text on your buttons is dark (…:1). As a line of text the colour is too faint …"
 */
export function accentWords(accent: string): AccentWords {
  const ink = inkOn(accent);
  const own = contrast(accent, PAPER);
  const text = readableOn(accent, PAPER);
  const kind = ink === "#ffffff" ? "white" : "dark";
  const button = `Text on your buttons is ${kind}: ${ratio(contrast(ink, accent))}, easy to read.`;
  const enough = own >= READABLE;
  const line = enough
    ? `As a link on white it is ${ratio(own)}, easy to read.`
    : `As a link on white it would be ${ratio(own)}, too faint: links use a darker shade of it.`;
  return { ink, text, enough, words: `${button} ${line}` };
}

const ratio = (value: number) => `${(Math.floor(value * 10) / 10).toFixed(1)}:1`;
