// The few shapes of the Workers runtime that the hub and the entry use. Spelled out because Cloudflare's own types are
// global and would replace the browser's in every file of the project.

export type WorkerSocket = {
  send: (message: string) => void;
  close: (code?: number, reason?: string) => void;
  serializeAttachment: (value: unknown) => void;
  deserializeAttachment: () => unknown;
};

export type ObjectState = {
  acceptWebSocket: (socket: WorkerSocket, tags?: string[]) => void;
  getWebSockets: (tag?: string) => WorkerSocket[];
  setWebSocketAutoResponse: (pair: object) => void;
  getWebSocketAutoResponseTimestamp: (socket: WorkerSocket) => Date | null;
};

export type ObjectNamespace = {
  idFromName: (name: string) => object;
  get: (id: object) => { fetch: (url: string, init?: RequestInit) => Promise<Response> };
};

export type ExecutionContext = { waitUntil: (work: Promise<unknown>) => void };
