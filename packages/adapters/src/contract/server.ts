/** A platform as the suites see it. */
export type FakePlatform = {
  /** Answers one request as the platform would. */
  handle: (request: Request) => Response | Promise<Response>;
  /** Requests that a fault spares: signing in must work for the call to be reached. */
  isSignIn?: (request: Request) => boolean;
};

/** What goes wrong: an answer of our own, no answer, or a cut connection. `times`: how often, for ever unless said. */
export type Fault =
  | "hang"
  | "refuse"
  | { status: number; headers?: Record<string, string>; body?: string; times?: number };

type Fetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

/** The suites' time-out; long against a local answer, short against patience. */
const TIMEOUT_MS = 150;

/** Serves the platform on a free port, over real HTTP, while `run` lasts. */
export async function withServer(
  platform: FakePlatform,
  run: (world: { url: string; fetch: Fetch; fail: (fault: Fault | null) => void }) => Promise<void>,
): Promise<void> {
  let fault: Fault | null = null;
  const waiting = new Set<() => void>();
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const spared = fault === null || platform.isSignIn?.(request) === true;
      if (spared || fault === null || fault === "refuse") return platform.handle(request);
      if (fault === "hang") {
        await new Promise<void>((done) => waiting.add(done));
        return new Response(null, { status: 500 });
      }
      const { status, headers = {}, body = '{"errors":"fault"}', times } = fault;
      if (times !== undefined) fault = times > 1 ? { ...fault, times: times - 1 } : null;
      return new Response(body, { status, headers: { "content-type": "application/json", ...headers } });
    },
  });
  const fetching: Fetch = (input, init) => {
    // A port that nobody listens on: what a platform that is down looks like.
    const spared = platform.isSignIn?.(new Request(input, { method: init?.method ?? "GET" })) === true;
    const target = fault === "refuse" && !spared ? "http://127.0.0.1:1/" : input;
    const timeout = AbortSignal.timeout(fault === "hang" ? TIMEOUT_MS : 5_000);
    return fetch(target, { ...init, signal: timeout });
  };
  try {
    await run({
      url: `http://127.0.0.1:${server.port}`,
      fetch: fetching,
      fail: (next) => {
        fault = next;
      },
    });
  } finally {
    for (const done of waiting) done();
    await server.stop(true);
  }
}
