import { HubObject, makeDurableHub, upgradeDurable } from "./durable.ts";
import { makeTestLog } from "./testing.ts";
import { testRoutes } from "./testing-routes.ts";
import type { ExecutionContext, ObjectNamespace } from "./workers-types.ts";

// The smallest Worker around the durable hub, for the contract test: its log lives in the isolate.

export { HubObject };

const log = makeTestLog();

export default {
  async fetch(request: Request, env: { HUB: ObjectNamespace }, context: ExecutionContext): Promise<Response> {
    const defer = (work: Promise<unknown>) => context.waitUntil(work);
    const hub = makeDurableHub(env.HUB, defer);
    const answer = await testRoutes({
      ...{ request, hub, log },
      upgrade: (socket) => upgradeDurable({ namespace: env.HUB, socket, defer }),
    });
    return answer ?? new Response(null, { status: 500 });
  },
};
