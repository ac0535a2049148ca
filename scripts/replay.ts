// `bun run replay`: rebuilds every organisation's parcels from the raw payloads of DATABASE_URL and prints the state's hash
// before and after. Equal hashes: nothing would change. Stop the server first: one process writes to a file.
import { ensureDependencies } from "./lib/dependencies.ts";

await ensureDependencies();
const { replayAll } = await import("./lib/replay-all.ts");
process.exit(await replayAll(process.env));
