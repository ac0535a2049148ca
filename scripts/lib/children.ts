import { endWithNpx } from "./launcher.ts";
import { ROOT } from "./root.ts";

type Child = { name: string; process: Bun.Subprocess };

/**
 * The programs of one script, ended together: by Ctrl-C, by SIGTERM, or when one of them ends by itself (its exit code is
 * then ours).
 */
export function makeChildren() {
  const children: Child[] = [];
  let ending = false;

  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    for (const { process: child } of children) child.kill("SIGTERM");
    const all = Promise.all(children.map(({ process: child }) => child.exited));
    await Promise.race([all, Bun.sleep(10_000)]);
    for (const { process: child } of children) child.kill("SIGKILL");
    process.exit(code);
  };
  process.on("SIGINT", () => void end(0));
  process.on("SIGTERM", () => void end(0));
  endWithNpx(() => void end(0));

  return {
    start: (
      name: string,
      command: string[],
      options: { env?: Record<string, string>; cwd?: string; optional?: boolean } = {},
    ) => {
      const child = Bun.spawn(command, {
        cwd: options.cwd ?? ROOT,
        env: { ...process.env, ...options.env },
        stdio: ["ignore", "inherit", "inherit"],
      });
      children.push({ name, process: child });
      void child.exited.then((code) => {
        if (ending) return;
        const goesOn = options.optional ? " Waybill goes on without it." : "";
        if (code !== 0) console.error(`${name} ended with exit code ${code}.${goesOn}`);
        // The others go on without it.
        if (options.optional) return;
        return end(code === 0 ? 0 : code || 1);
      });
      return child;
    },
    end,
  };
}

/** Asks until `url` answers 2xx; false when it did not in time. */
export async function answers(url: string, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return true;
    await Bun.sleep(100);
  }
  return false;
}
