import { testHubContract } from "./contract.ts";
import { noWrangler, startWrangler } from "./testing-wrangler.ts";

testHubContract({
  name: "workerd",
  clients: 20,
  start: () =>
    startWrangler({
      config: {
        name: "waybill-hub-test",
        main: "apps/api/src/hub/testing-worker.ts",
        compatibility_date: "2026-11-01",
        compatibility_flags: ["nodejs_compat"],
        durable_objects: { bindings: [{ name: "HUB", class_name: "HubObject" }] },
        migrations: [{ tag: "v1", new_sqlite_classes: ["HubObject"] }],
      },
    }),
  ...(noWrangler ? { skip: noWrangler } : {}),
});
