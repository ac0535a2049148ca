import type { Deliveries } from "./deliveries.ts";
import type { Faults } from "./faults.ts";
import type { SimOptions } from "./options.ts";
import type { World } from "./world/world.ts";

/** What every platform of the simulator works with. */
export type Shared = { world: World; options: SimOptions; faults: Faults; deliveries: Deliveries };
