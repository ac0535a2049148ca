import type { Auth } from "./auth.ts";
import type { Person, Principal } from "./identity.ts";

/**
 * How long a session that was looked up is believed, ms. In this process a change is heard at once (`revoke`, `forget`); this
 * bounds what another process's change can miss.
 */
const BELIEVED_MS = 5_000;
const MAX_KNOWN = 10_000;

/** No session cookie of ours is near this, characters. */
const MAX_COOKIE = 4_096;

export type Known = { person: Person; principal: Principal | null };

type Access = {
  /** The person and membership behind a Cookie header, from `load` at most once every few seconds. Nobody is never kept. */
  of: (cookie: string, now: number, load: () => Promise<Known | null>) => Promise<Known | null>;
  /** The next request of this person is looked up anew: they changed, or look at another organisation. */
  forget: (userId: string) => void;
  /** As `forget`, and the open sockets of this person or key must authenticate again. */
  revoke: (who: string) => void;
  /** What closes sockets; the runtime's own. */
  onRevoke: (cut: (who: string) => void) => void;
};

const all = new WeakMap<Auth, Access>();

/** What one app remembers of sessions: a lookup costs two reads and a signature, and a screen asks ten times a second. */
export function accessOf(auth: Auth): Access {
  const known = all.get(auth);
  if (known) return known;
  const made = makeAccess();
  all.set(auth, made);
  return made;
}

/**
 * The memory behind `accessOf`.
 *
 * @example await makeAccess().of(cookie, now(), () => lookUp(cookie));
 */
export function makeAccess(): Access {
  const known = new Map<string, Known & { until: number }>();
  let cut: (who: string) => void = () => undefined;
  let changes = 0;

  const forget = (userId: string) => {
    changes += 1;
    for (const [cookie, { person }] of known) if (person.id === userId) known.delete(cookie);
  };
  return {
    of: async (cookie, now, load) => {
      const before = known.get(cookie);
      if (before && before.until > now) return before;
      if (before) known.delete(cookie);
      const asOf = changes;
      const found = await load();
      // What changed while it was read may not be in what was read.
      if (found && asOf === changes && cookie.length <= MAX_COOKIE) {
        known.set(cookie, { ...found, until: Math.min(now + BELIEVED_MS, found.person.expiresAt) });
        if (known.size > MAX_KNOWN) known.delete(known.keys().next().value ?? "");
      }
      return found;
    },
    forget,
    revoke: (who) => {
      forget(who);
      cut(who);
    },
    onRevoke: (close) => {
      cut = close;
    },
  };
}
