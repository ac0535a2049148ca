// The simulated shop with a history of many orders; nothing happens in it by itself.
import { startSimulator } from "../../apps/simulator/src/start.ts";

const { SIM_ORDERS = "100", SIM_CLEAN = "1" } = process.env;
const simulator = await startSimulator({
  port: 0,
  seed: "bench",
  throttle: false,
  autoRun: false,
  initialOrders: Number(SIM_ORDERS),
  outcomes: { clean: Number(SIM_CLEAN), retrySucceeds: 0.9 },
});
process.on("SIGTERM", () => void simulator.stop().then(() => process.exit(0)));
process.send?.({ url: simulator.url });
