// The two kinds of database that one contract is tested on: a local file and a real libsql-server.
import type { Database } from "../database.ts";
import { migrate } from "../migrate.ts";
import { openRemote } from "../remote/open.ts";
import { hasSqld, startSqld } from "./sqld.ts";
import { testDatabase } from "./testing.ts";

export type Opened = { db: Database; close: () => Promise<void> };

async function openFile(): Promise<Opened> {
  return testDatabase();
}

async function openServer(): Promise<Opened> {
  const server = await startSqld();
  const db = openRemote({ url: server.url, authToken: null });
  await migrate(db);
  return {
    db,
    close: async () => {
      await db.close();
      await server.close();
    },
  };
}

/** `runs`: how many random cases a property may cost on it. */
export const databaseKinds = [
  { kind: "file", open: openFile, runs: 60 },
  ...(hasSqld ? [{ kind: "libsql-server", open: openServer, runs: 15 }] : []),
];
