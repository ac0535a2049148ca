import { connectHttp, type HttpConnection } from "./client.ts";
import { quantile } from "./result.ts";

export type LoadResult = {
  /** First send to last answer, s. */
  seconds: number;
  answered: number;
  statuses: Record<string, number>;
  p50: number;
  p99: number;
  /** `pace` only: requests that were due and not sent when time was up. */
  behind: number;
};

/** Milliseconds that two processes of one machine agree on, finer than Date.now. */
export const clock = () => performance.timeOrigin + performance.now();

type Common = { port: number; requests: readonly Buffer[]; from: number; connections: number };
type Book = { latencies: number[]; statuses: Record<string, number>; first: number; last: number };

function noted(book: Book, status: number, sentAt: number): void {
  book.last = clock();
  book.latencies.push(book.last - sentAt);
  book.statuses[status] = (book.statuses[status] ?? 0) + 1;
}

function resultOf(book: Book, behind = 0): LoadResult {
  const seconds = Math.max(0.001, (book.last - book.first) / 1000);
  const { latencies, statuses } = book;
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return { seconds, answered: latencies.length, statuses, p50, p99, behind };
}

/**
 * As fast as the server answers: each connection sends the next request when it has its answer. Ends after `seconds`, or
 * when `most` requests are used up.
 */
export async function flood(input: Common & { seconds: number; most: number }): Promise<LoadResult> {
  const { port, requests, connections } = input;
  const book: Book = { latencies: [], statuses: {}, first: 0, last: 0 };
  const done = Promise.withResolvers<void>();
  const end = Math.min(requests.length, input.from + input.most);
  let next = input.from;
  let open = 0;
  let until = Number.POSITIVE_INFINITY;
  const sentAt = new Map<HttpConnection, number>();
  const go = (connection: HttpConnection) => {
    const now = clock();
    if (next >= end || now > until) {
      open -= 1;
      connection.close();
      if (open === 0) done.resolve();
      return;
    }
    sentAt.set(connection, now);
    connection.send(requests[next++] as Buffer);
  };
  const onAnswer = (connection: HttpConnection, status: number) => {
    noted(book, status, sentAt.get(connection) ?? 0);
    go(connection);
  };
  const onBroken = (reason: string) => done.reject(new Error(reason));
  const all = await Promise.all(Array.from({ length: connections }, () => connectHttp({ port, onAnswer, onBroken })));
  open = all.length;
  book.first = clock();
  until = book.first + input.seconds * 1000;
  for (const connection of all) go(connection);
  await done.promise;
  return resultOf(book);
}

/**
 * At a fixed rate whatever the server does; a latency counts from the moment a request was due, so a server that stalls is
 * charged for everyone who waited.
 */
export async function pace(
  input: Common & { rate: number; seconds: number; onSend?: (index: number) => void },
): Promise<LoadResult> {
  const { port, requests, rate, connections } = input;
  const total = Math.min(requests.length - input.from, Math.round(rate * input.seconds));
  const book: Book = { latencies: [], statuses: {}, first: 0, last: 0 };
  const done = Promise.withResolvers<void>();
  const idle: HttpConnection[] = [];
  const dueAt = new Map<HttpConnection, number>();
  let sent = 0;
  const onAnswer = (connection: HttpConnection, status: number) => {
    noted(book, status, dueAt.get(connection) ?? 0);
    idle.push(connection);
    if (book.latencies.length === total) done.resolve();
  };
  const onBroken = (reason: string) => done.reject(new Error(reason));
  const all = await Promise.all(Array.from({ length: connections }, () => connectHttp({ port, onAnswer, onBroken })));
  idle.push(...all);
  book.first = clock();
  let behind = 0;
  const step = () => {
    const now = clock();
    const due = Math.min(total, Math.floor(((now - book.first) * rate) / 1000));
    while (sent < due) {
      const connection = idle.pop();
      if (!connection) break;
      dueAt.set(connection, book.first + (sent * 1000) / rate);
      input.onSend?.(input.from + sent);
      connection.send(requests[input.from + sent] as Buffer);
      sent += 1;
    }
    if (now - book.first <= input.seconds * 1000) behind = due - sent;
    if (now - book.first > input.seconds * 3000)
      done.reject(new Error("The server is far behind; the load was ended."));
    else if (sent < total) timer = setTimeout(step, 1);
  };
  let timer = setTimeout(step, 1);
  try {
    await done.promise;
  } finally {
    clearTimeout(timer);
    for (const connection of all) connection.close();
  }
  return resultOf(book, behind);
}

/** Throws unless every answer had the wanted status: a fast refusal is no result. */
export function allWere(status: number, { statuses }: LoadResult): void {
  const others = Object.keys(statuses).filter((s) => s !== String(status));
  if (others.length > 0 || !statuses[status])
    throw new Error(`Answers were not all ${status}: ${JSON.stringify(statuses)}`);
}
