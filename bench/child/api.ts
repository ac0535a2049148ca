// The production server, told over IPC where it listens. Limits by caller are lifted: one generator stands for many callers.
import { startServer } from "../../apps/api/src/bun.ts";

const free = { burst: 1e9, perSecond: 1e9 };
const { port, stop } = await startServer({ limits: { principal: free, address: free } });
process.on("SIGTERM", () => void stop().then(() => process.exit(0)));
process.send?.({ port });
