/**
 * A built file by its public path, or null. `/…` is the dashboard, `/track/…` the tracking page, `/docs/scalar.js` the API
 * reference; both runtimes serve the same tree.
 */
export type Assets = (path: string, request: Request) => Promise<Response | null>;
