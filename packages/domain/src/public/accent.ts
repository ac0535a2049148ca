type Rgb = readonly [number, number, number];

const read = (hex: string): Rgb => {
  const n = Number.parseInt(hex.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
};
const write = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** WCAG 2.2's relative luminance. */
function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG's contrast of two colours "#rrggbb", 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(read(a)), luminance(read(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** The page's grounds as sRGB, where contrast is least: a shade below paper in the light, the raised surface in the dark. */
const GROUND = { light: "#f7f5f0", dark: "#1c2027" } as const;
const INK = "#12161e";
const WHITE = "#ffffff";
const BLACK = "#000000";
const ENOUGH = 4.5;

/** The colour moved towards white or black until it can be read on the ground. */
function readable(hex: string, ground: string): string {
  const away = luminance(read(ground)) > 0.5 ? 0 : 255;
  const from = read(hex);
  for (let step = 0; step <= 20; step++) {
    const [r, g, b] = from.map((part) => part + ((away - part) * step) / 20) as [number, number, number];
    const tried = write([r, g, b]);
    if (contrast(tried, ground) >= ENOUGH) return tried;
  }
  return away === 0 ? INK : WHITE;
}

export type AccentColours = {
  /** The button's ground and the words on it. */
  ground: string;
  ink: string;
  /** Links and marks on the page's light and dark ground. */
  light: string;
  dark: string;
};

/**
 * A seller's colour made safe: every pair of it is at least 4.5:1, whatever colour was chosen.
 *
 * @param accent "#rrggbb"; anything else: null
 * @example accentColours("#ffd400") // a yellow button with dark words; links in a dark yellow
 */
export function accentColours(accent: string | null): AccentColours | null {
  if (!accent || !/^#[0-9a-f]{6}$/i.test(accent)) return null;
  // Between light and dark only black itself is far enough away.
  const ink = [INK, WHITE, BLACK].find((words) => contrast(accent, words) >= ENOUGH) ?? BLACK;
  return {
    ground: accent.toLowerCase(),
    ink,
    light: readable(accent, GROUND.light),
    dark: readable(accent, GROUND.dark),
  };
}
