/**
 * How well typed letters fit words: null when they do not; more is better. Whole words first, then starts of words, then
 * letters in their order.
 *
 * @example fit("ord", "Go to orders")! > fit("od", "Go to orders")! // true
 */
export function fit(typed: string, words: string): number | null {
  const want = plain(typed);
  if (want === "") return 0;
  const have = plain(words);
  const at = have.indexOf(want);
  if (at === 0) return 100 - have.length / 100;
  if (at > 0) return (have[at - 1] === " " ? 80 : 60) - have.length / 100;
  const parts = want.split(" ").filter(Boolean);
  if (parts.length > 1 && parts.every((part) => have.includes(part))) return 50 - have.length / 100;
  let from = 0;
  let gaps = 0;
  for (const letter of want) {
    const next = have.indexOf(letter, from);
    if (next === -1) return null;
    gaps += next - from;
    from = next + 1;
  }
  // Letters strewn over a whole sentence are an accident and no match.
  return gaps > want.length * 3 ? null : 30 - gaps;
}

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim();
