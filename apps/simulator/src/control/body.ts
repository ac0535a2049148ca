import type { Context } from "hono";
import { z } from "zod";

/** The body by its schema; an empty one counts as `{}`. Otherwise the answer that says what is wrong. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T | Response> {
  const text = await c.req.text();
  let body: unknown = {};
  try {
    if (text.trim() !== "") body = JSON.parse(text);
  } catch {
    return c.json({ error: "The body is not valid JSON." }, 400);
  }
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : c.json({ error: z.prettifyError(parsed.error) }, 400);
}
