import { z } from "zod";

/** A session as better-auth answers it; its times are ISO 8601. */
export const sessionSchema = z.object({
  id: z.string(),
  token: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  ipAddress: z.string().nullish(),
  userAgent: z.string().nullish(),
});
export type Session = z.infer<typeof sessionSchema>;

/** One's own session; null when nobody is signed in. */
export const ownSessionSchema = z.object({ session: sessionSchema }).nullable();

/** The demo's sign-in: also a key for scripts. */
export const demoSessionSchema = z.object({
  apiKey: z.string(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organisation: z.object({ id: z.string(), name: z.string() }),
});
export type DemoSession = z.infer<typeof demoSessionSchema>;
