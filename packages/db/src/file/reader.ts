import { type Table, toBindings } from "../values.ts";
import { type Connection, isStatementFault } from "./native.ts";

/**
 * The reading connection of a local file. It cannot write (`query_only`). The driver runs each read to its end before it
 * returns, so no read holds the WAL open and each sees all that was committed before it.
 */
export function makeFileReader(options: { open: () => Connection }) {
  let connection: Connection | null = options.open();
  let closed = false;

  function readOnce(sql: string, args: readonly unknown[]): Table {
    connection ??= options.open();
    const prepared = connection.statement(sql);
    return { values: prepared.all(toBindings(args)), columns: prepared.columns(), changes: 0, rowid: null };
  }

  return {
    read: async (sql: string, args: readonly unknown[]): Promise<Table> => {
      if (closed) throw new Error("The database is closed.");
      try {
        return readOnce(sql, args);
      } catch (error) {
        if (isStatementFault(error)) throw error;
        // BUSY during WAL recovery, an i/o error: a connection that failed like this is not asked again.
        connection?.close();
        connection = null;
        return readOnce(sql, args);
      }
    },
    forget: () => connection?.forget(),
    close: () => {
      closed = true;
      connection?.close();
      connection = null;
    },
  };
}
