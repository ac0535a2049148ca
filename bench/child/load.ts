// The load generator, in a process of its own. Signs all bodies before anything is measured.
import { clock, flood, type LoadResult, pace } from "../lib/load.ts";
import { quantile } from "../lib/result.ts";
import { eventBody, signedRequest } from "../lib/webhooks.ts";

type LoadQuestion =
  | { kind: "sign"; webhooks: number; path: string; secret: string }
  | { kind: "gets"; paths: string[]; apiKey: string }
  | { kind: "flood"; port: number; from: number; most: number; seconds: number; connections: number }
  | { kind: "pace"; port: number; from: number; rate: number; seconds: number; connections: number }
  | { kind: "live"; port: number; from: number; rate: number; seconds: number; connections: number; apiKey: string };
export type LiveResult = LoadResult & { seen: number; socketP50: number; socketP99: number };

let requests: Buffer[] = [];

async function answer(question: LoadQuestion): Promise<object> {
  switch (question.kind) {
    case "sign": {
      const { path, secret } = question;
      const now = Date.now();
      requests = Array.from({ length: question.webhooks }, (_, i) =>
        signedRequest({ path, secret, body: eventBody(i, now) }),
      );
      return { bytes: requests.reduce((sum, request) => sum + request.length, 0) };
    }
    case "gets":
      requests = question.paths.map((path) =>
        Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: ${question.apiKey}\r\n\r\n`),
      );
      return { count: requests.length };
    case "flood":
      return flood({ ...question, requests });
    case "pace":
      return pace({ ...question, requests });
    case "live":
      return live(question);
  }
}

/** Sends at a rate and notes when each webhook's scan arrives at one live client of the same process. */
async function live(input: Extract<LoadQuestion, { kind: "live" }>): Promise<LiveResult> {
  const sentAt = new Map<number, number>();
  const lags: number[] = [];
  // Bun's client takes headers; the DOM's type does not know that.
  const options = { headers: { "x-api-key": input.apiKey } } as unknown as string[];
  const socket = new WebSocket(`ws://127.0.0.1:${input.port}/live`, options);
  socket.onmessage = ({ data }) => {
    const at = clock();
    for (const [, index] of String(data).matchAll(/\[w(\d+)\]/g)) {
      const sent = sentAt.get(Number(index));
      if (sent === undefined) continue;
      sentAt.delete(Number(index));
      lags.push(at - sent);
    }
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error("The live socket was refused."));
  });
  const result = await pace({ ...input, requests, onSend: (index) => sentAt.set(index, clock()) });
  for (let waited = 0; sentAt.size > 0 && waited < 5_000; waited += 50) await Bun.sleep(50);
  socket.close();
  return { ...result, seen: lags.length, socketP50: quantile(lags, 0.5), socketP99: quantile(lags, 0.99) };
}

process.on("message", (question: LoadQuestion) => {
  answer(question).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`load: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on("SIGTERM", () => process.exit(0));
process.send?.({ ready: true });
