/** One keep-alive connection with one request in flight. */
export type HttpConnection = { send: (request: Buffer) => void; close: () => void };

type ConnectOptions = {
  port: number;
  /** The status, and the body for whoever wants it. */
  onAnswer: (connection: HttpConnection, status: number, body: () => Buffer) => void;
  onBroken: (reason: string) => void;
};

const END_OF_HEAD = Buffer.from("\r\n\r\n");

/**
 * A raw HTTP/1.1 connection over loopback: no parsing beyond status and length, so that the generator costs the machine as
 * little as can be.
 *
 * @example const connection = await connectHttp({ port, onAnswer: (c, status) => c.send(next()), onBroken });
 */
export async function connectHttp({ port, onAnswer, onBroken }: ConnectOptions): Promise<HttpConnection> {
  let waiting: Buffer | null = null;
  let unsent: Buffer | null = null;
  let closed = false;
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, chunk) {
        const all: Buffer = waiting ? Buffer.concat([waiting, chunk]) : chunk;
        const answer = readAnswer(all);
        if (answer === null) {
          // The runtime reuses its buffer after this call.
          waiting = waiting ? all : Buffer.from(all);
          return;
        }
        waiting = null;
        if ("broken" in answer) return onBroken(answer.broken);
        onAnswer(connection, answer.status, () => all.subarray(answer.from));
      },
      drain() {
        if (unsent) write(unsent);
      },
      close() {
        if (!closed) onBroken("The server closed the connection.");
      },
      error(_, error) {
        onBroken(error.message);
      },
    },
  });
  const write = (bytes: Buffer) => {
    const sent = socket.write(bytes);
    unsent = sent < bytes.length ? bytes.subarray(Math.max(0, sent)) : null;
  };
  const connection: HttpConnection = {
    send: write,
    close: () => {
      closed = true;
      socket.end();
    },
  };
  return connection;
}

/** Status and body start of a whole answer; null while it is not whole. */
export function readAnswer(bytes: Buffer): { status: number; from: number } | { broken: string } | null {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return null;
  const head = bytes.toString("latin1", 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) return { broken: `An answer without a length: ${head.split("\r\n", 1)[0]}` };
  const from = end + END_OF_HEAD.length;
  return bytes.length < from + Number(length) ? null : { status: Number(head.slice(9, 12)), from };
}
