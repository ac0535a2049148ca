import { optionsFromEnv } from "./options.ts";
import { startSimulator } from "./start.ts";

const simulator = await startSimulator(optionsFromEnv(process.env));
process.stdout.write(`The simulator listens on ${simulator.url}\n`);

const leave = () => {
  void simulator.stop().then(() => process.exit(0));
};
process.on("SIGINT", leave);
process.on("SIGTERM", leave);
