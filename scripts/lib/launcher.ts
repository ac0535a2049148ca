import { existsSync, readFileSync } from "node:fs";

const LOOK_EVERY_MS = 1_000;

/**
 * npx does not pass a SIGTERM on: whoever ends `npx bun@… start` would leave the server running. So it is looked for among
 * our ancestors (Linux tells by /proc), and when it has gone, so do we. Any other parent may leave: `nohup` means it.
 */
export function endWithNpx(end: () => void): void {
  const npx = ancestors().find((pid) => /\b(npx|npm exec|npx-cli\.js)\b/.test(commandOf(pid)));
  if (npx === undefined) return;
  const timer = setInterval(() => {
    if (existsSync(`/proc/${npx}`)) return;
    clearInterval(timer);
    end();
  }, LOOK_EVERY_MS);
  timer.unref();
}

function ancestors(): number[] {
  const found: number[] = [];
  for (let pid = process.ppid; pid > 1 && found.length < 10; pid = parentOf(pid)) found.push(pid);
  return found;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

const commandOf = (pid: number) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
/** The fourth field of /proc/PID/stat; the second, in parentheses, may itself hold spaces. */
const parentOf = (pid: number) => Number(read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ")[1] ?? 0);
