import { createSignal } from "solid-js";
import { failureWords } from "../api/client.ts";
import { say } from "./toast.tsx";

/**
 * Something the seller does with a button: busy while it runs, its failure told in words where the eye is.
 *
 * @example const retry = createAction(() => api.post("/api/retry/:orderId", { param: { orderId: id } })); <button onClick={() => void retry.run()}>
 */
export function createAction<A extends unknown[], T>(act: (...args: A) => Promise<T>) {
  const [busy, setBusy] = createSignal(false);
  const run = async (...args: A): Promise<T | undefined> => {
    if (busy()) return undefined;
    setBusy(true);
    try {
      return await act(...args);
    } catch (error) {
      say({ tone: "failed", text: failureWords(error) });
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}
