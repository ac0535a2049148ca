/** What a start will run, from the environment alone. The server decides the same with the database at hand. */
export function planFrom(env: Record<string, string | undefined>) {
  const production = env.NODE_ENV === "production";
  const local = (env.DATABASE_URL || "file:").startsWith("file:");
  const off = env.DEMO === "0" || env.DEMO === "false" || env.DEMO === "no";
  const demo = env.DEMO ? !off : !production && local;
  const port = env.PORT || "3000";
  const host = env.HOST || "localhost";
  const url = env.PUBLIC_URL || `http://${host === "0.0.0.0" || host === "127.0.0.1" ? "localhost" : host}:${port}`;
  return {
    demo,
    /** The practice shop: without a demo too, so that a new seller has something to try; in production only when asked for. */
    simulator: env.SIMULATOR_PORT !== "0" && (demo || !production || Boolean(env.SIMULATOR_PORT)),
    production,
    port,
    url,
    probe: `http://127.0.0.1:${port}/readyz`,
    simulatorPort: env.SIMULATOR_PORT || "3001",
  };
}
