// Runs before every `bun test`: the adapter registry must match the folders.
import { writeRegistry } from "../packages/adapters/src/gen.ts";

await writeRegistry();
