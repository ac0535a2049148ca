// The least a Bun server can be: what starting the runtime itself costs.
const port = Number(process.env.PORT);
Bun.serve({ port, hostname: "127.0.0.1", fetch: () => new Response("ok") });
process.on("SIGTERM", () => process.exit(0));
