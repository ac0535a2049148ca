/** One migration of `drizzle/`, bundled by `bun run db:generate` so that Workers need no file system. */
export type Migration = {
  tag: string;
  /** From drizzle-kit's journal, UTC ms: the order, and the identity in the database. */
  when: number;
  /** SHA-256 of the SQL file, hex. */
  hash: string;
  statements: readonly string[];
  /** It takes a table away: run with foreign keys off and checked (`rebuild.ts`). */
  rebuild?: true;
};
