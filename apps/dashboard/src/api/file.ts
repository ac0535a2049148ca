import { refusal, unreachable } from "./client.ts";

/**
 * One request whose answer is a file, which comes for as long as it takes. Throws like `send`; the reader of the body finds out for
 * itself when it breaks off.
 */
export async function sendForFile(input: { path: string; body?: unknown; signal: AbortSignal }): Promise<Response> {
  const { path, body, signal } = input;
  const asked: RequestInit = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  let response: Response;
  try {
    const headers = body === undefined ? undefined : { "content-type": "application/json" };
    response = await fetch(path, { ...asked, credentials: "same-origin", signal, headers });
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable();
  }
  if (!response.ok) throw await refusal(response, path);
  return response;
}
