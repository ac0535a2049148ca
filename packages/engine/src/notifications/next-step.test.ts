import { describe, expect, test } from "bun:test";
import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import resend from "@waybill/adapters/senders/resend/sender";
import type { ConnectionRow } from "../connections/rows.ts";
import { system } from "../core/scope.ts";
import type { ConnectedMailProvider, FoundMailProvider } from "./mail-provider.ts";
import type { Message } from "./message.ts";
import { type Attempt, afterAttempt, type Facts, LEASE_MS, MAX_ATTEMPTS, nextStep, PAUSES_MS } from "./next-step.ts";
import type { OutboxRow } from "./rows.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Resend remembers a key for 24 hours (docs/platforms/resend.md#sending). */
const MEMORY = 24 * HOUR;

const message: Message = {
  ...{ from: "Kraft <mail@shop.example>", to: "ana@example.com", subject: "On its way", html: "<p>", text: "t" },
  ...{ headers: {}, tags: {} },
} as Message;

const row = (input: Partial<OutboxRow> = {}): OutboxRow => ({
  ...{ id: "ntf_1", orgId: "org_a", key: "k", lane: "shp_1", seq: 1, trigger: "shipped", medium: "email" },
  ...{ recipient: "ana@example.com", orderId: "ord_1", shipmentId: "shp_1", payload: {}, subject: "On its way" },
  ...{ state: "pending", reason: null, attempts: 0, nextAt: NOW, leaseUntil: null, sender: null, providerId: null },
  ...{ firstTriedAt: null, sentAt: null, receiptAt: null, cause: system("test"), createdAt: NOW, ...input },
});

const connection = (input: Partial<ConnectionRow> = {}): ConnectionRow =>
  ({ id: "con_1", orgId: "org_a", health: "ok", failures: 0, backoffUntil: null, ...input }) as ConnectionRow;
const through = (input: { remembers?: number; connection?: ConnectionRow | null } = {}): ConnectedMailProvider => ({
  kind: "provider",
  id: "con_1",
  definition: { ...resend, remembersKeyFor: input.remembers ?? MEMORY } as unknown as MailProviderDefinition,
  // No step looks into it: it is handed on to the adapter.
  adapterCtx: {} as ConnectedMailProvider["adapterCtx"],
  connection: input.connection ?? null,
});

const facts = (input: Partial<Facts> = {}): Facts => ({
  ...{ row: row(), now: NOW, blocked: null, provider: through(), message, ...input },
});

/** A row that was tried `ago` before now. */
const tried = (state: "pending" | "unknown" | "sending", ago: number, reason: string | null = null) =>
  row({ state, reason, attempts: 1, sender: "con_1", firstTriedAt: NOW - ago, leaseUntil: null });

const STOPPED = "Waybill stopped between sending this and noting it: it may or may not have gone out.";
const FORGOTTEN = "Resend no longer remembers its key, so it is not tried again by itself.";
const resting = through({ connection: connection({ backoffUntil: NOW + MINUTE }) });

/** Everything that a step can be, by what is true of the message; the first line that holds decides. */
const table: readonly [string, Partial<Facts>, object][] = [
  [
    "a lease ran out while the key is remembered: unknown, and tried again",
    { row: tried("sending", LEASE_MS) },
    {
      outcome: "unknown",
      patch: {
        ...{ state: "unknown", nextAt: NOW, leaseUntil: null },
        reason: `${STOPPED} It is tried again under the same key, which cannot double it.`,
      },
    },
  ],
  [
    "a lease ran out and the key is forgotten: unknown for good",
    { row: tried("sending", MEMORY) },
    { outcome: "unknown", patch: { nextAt: null, reason: `${STOPPED} It is not sent again by itself.` } },
  ],
  [
    "a lease ran out at a provider without memory: unknown for good",
    { row: tried("sending", LEASE_MS), provider: through({ remembers: 0 }) },
    { outcome: "unknown", patch: { state: "unknown", nextAt: null } },
  ],
  [
    "a lease ran out and the connection cannot be opened, or is gone: unknown for good",
    { row: tried("sending", LEASE_MS), provider: { kind: "failed", reason: "locked" } },
    { outcome: "unknown", patch: { state: "unknown", nextAt: null } },
  ],
  [
    "unwanted: suppressed in the words of why",
    { blocked: "The recipient muted this parcel." },
    { outcome: "suppressed", patch: { state: "suppressed", reason: "The recipient muted this parcel.", nextAt: null } },
  ],
  [
    "unwanted by now, and may have gone out: it keeps saying so",
    { row: tried("unknown", HOUR), blocked: "The recipient muted this parcel." },
    { outcome: "unknown", patch: { state: "unknown", reason: "The recipient muted this parcel.", nextAt: null } },
  ],
  [
    "the connection cannot be opened: looked at again in a quarter of an hour",
    { provider: { kind: "failed", reason: "The credentials of Our Resend cannot be opened." } },
    {
      outcome: "postponed",
      patch: {
        nextAt: NOW + 15 * MINUTE,
        reason: "The mail connection cannot be opened: The credentials of Our Resend cannot be opened.",
      },
    },
  ],
  [
    "the provider it was first handed to is gone: unknown, and nothing else tries",
    { row: tried("pending", HOUR), provider: { kind: "gone" } },
    {
      outcome: "unknown",
      patch: {
        ...{ state: "unknown", nextAt: null },
        reason: "The sender it was first handed to is gone. It may have been sent, so nothing else tries.",
      },
    },
  ],
  [
    "unreadable: parked",
    { message: null },
    {
      outcome: "parked",
      patch: { state: "parked", reason: "This version of Waybill cannot read what the message is made from." },
    },
  ],
  [
    "unreadable for the mailbox: parked too",
    { message: null, provider: { kind: "mailbox", id: "mailbox" } },
    { outcome: "parked" },
  ],
  [
    "into the mailbox: mail and mark in one write, in the parcel's order",
    { provider: { kind: "mailbox", id: "mailbox" } },
    {
      ...{ do: "write", outcome: "sent", firstOfLane: true, mail: message },
      patch: { state: "sent", attempts: 1, sender: "mailbox", firstTriedAt: NOW, sentAt: NOW, nextAt: null },
    },
  ],
  ["the provider rests: until then", { provider: resting }, { do: "rest", until: NOW + MINUTE }],
  [
    "the provider forgot the key of a mail that failed: parked",
    { row: tried("pending", MEMORY, "Resend is down.") },
    { outcome: "parked", patch: { state: "parked", nextAt: null, reason: `Resend is down. ${FORGOTTEN}` } },
  ],
  [
    "the provider forgot the key of a mail that may have gone out: unknown",
    { row: tried("unknown", MEMORY) },
    { outcome: "unknown", patch: { state: "unknown", nextAt: null, reason: `It was tried before. ${FORGOTTEN}` } },
  ],
  [
    "may have gone out through a provider without memory: never again",
    { row: tried("unknown", MINUTE), provider: through({ remembers: 0 }) },
    { outcome: "unknown", patch: { nextAt: null } },
  ],
  [
    "the first try: claimed for a lease, with its provider's name on it",
    {},
    {
      ...{ do: "send", message },
      claim: {
        ...{ state: "sending", attempts: 1, sender: "con_1", firstTriedAt: NOW },
        ...{ nextAt: NOW + LEASE_MS, leaseUntil: NOW + LEASE_MS },
      },
    },
  ],
  [
    "a later try within the key's memory: claimed, and the first try's time stays",
    { row: tried("unknown", HOUR) },
    { do: "send", claim: { attempts: 2, firstTriedAt: NOW - HOUR } },
  ],
  [
    "a later try of a mail that a provider without memory surely did not take",
    { row: tried("pending", 48 * HOUR), provider: through({ remembers: 0 }) },
    { do: "send", claim: { attempts: 2 } },
  ],
];

describe("the next step of a due message", () => {
  test.each(table)("%s", (_name, given, expected) => {
    expect(nextStep(facts(given))).toMatchObject(expected);
  });

  /** Every combination of what can be true, with what must hold for all of them. */
  const rows = (["pending", "unknown", "sending"] as const).flatMap((state) => [
    ...(state === "pending" ? [row()] : []),
    ...[0, MINUTE, MEMORY - 5 * MINUTE - 1, MEMORY - 5 * MINUTE, MEMORY, 100 * HOUR].map((ago) => tried(state, ago)),
  ]);
  const providers: FoundMailProvider[] = [
    { kind: "failed", reason: "locked" },
    { kind: "gone" },
    { kind: "mailbox", id: "mailbox" },
    ...[through(), through({ remembers: 0 }), resting, through({ connection: connection({ backoffUntil: NOW }) })],
  ];
  const all = rows.flatMap((one) =>
    providers.flatMap((provider) =>
      [null, "Unwanted."].flatMap((blocked) =>
        [null, message].map((mail) => facts({ row: one, provider, blocked, message: mail })),
      ),
    ),
  );

  test("a mail leaves only when it is wanted, readable, in nobody's hands, and cannot be doubled", () => {
    let left = 0;
    for (const one of all) {
      const step = nextStep(one);
      if (step.do !== "send" && !(step.do === "write" && step.mail)) continue;
      left++;
      expect(one).toMatchObject({ blocked: null, message });
      expect(one.row.state).not.toBe("sending");
      if (step.do !== "send") continue;
      expect(step.provider.connection?.backoffUntil ?? 0).toBeLessThanOrEqual(NOW);
      const memory = step.provider.definition.remembersKeyFor;
      const age = NOW - (one.row.firstTriedAt ?? NOW);
      if (memory > 0) expect(age).toBeLessThan(memory);
      else expect(one.row.state).toBe("pending");
    }
    expect(left).toBeGreaterThan(20);
  });

  test("a step that is no send lets go of the row: no lease is left, and what waits says until when", () => {
    for (const one of all) {
      const step = nextStep(one);
      if (step.do === "send") expect(step.claim.leaseUntil).toBe(NOW + LEASE_MS);
      else if (step.do === "rest") expect(step.until).toBeGreaterThan(NOW);
      else if (step.outcome === "postponed")
        expect(step.patch).toEqual({ reason: expect.any(String), nextAt: NOW + 15 * MINUTE });
      else expect(step.patch).toMatchObject({ leaseUntil: null });
    }
  });

  test("what may have gone out is never called suppressed, and never goes to another provider", () => {
    for (const one of all.filter((f) => f.row.state === "unknown")) {
      const step = nextStep(one);
      if (step.do === "write") expect(step.outcome).not.toBe("suppressed");
      if (one.provider.kind === "gone") expect(step).toMatchObject({ outcome: "unknown", patch: { nextAt: null } });
    }
  });
});

describe("after a try", () => {
  const attempt = (input: Partial<Attempt> & Pick<Attempt, "result">): Attempt => ({
    ...{ row: { ...tried("sending", 0), leaseUntil: NOW + LEASE_MS }, now: NOW, provider: through(), jitter: 0.5 },
    ...input,
  });
  const retry = { outcome: "retry", reason: "Down.", retryAfterMs: null } as const;
  const unknown = { outcome: "unknown", reason: "No answer." } as const;
  const at = (attempts: number, ago = 0) => ({ ...tried("sending", ago), attempts });

  const cases: readonly [string, Attempt, object][] = [
    [
      "sent: the provider's id, also when the lease ran out meanwhile",
      attempt({ result: { outcome: "sent", providerId: "mail-1" } }),
      {
        ...{ outcome: "sent", orUnknown: true, health: undefined },
        patch: { state: "sent", reason: null, providerId: "mail-1", sentAt: NOW, nextAt: null, leaseUntil: null },
      },
    ],
    [
      "sent through a connection that was failing: it works again",
      attempt({
        result: { outcome: "sent", providerId: "mail-1" },
        provider: through({ connection: connection({ health: "failing" }) }),
      }),
      { health: { outcome: { ok: true } } },
    ],
    [
      "sent through a connection that works: nothing to say of it",
      attempt({ result: { outcome: "sent", providerId: "mail-1" }, provider: through({ connection: connection() }) }),
      { health: undefined },
    ],
    [
      "refused at the first try: parked, and free for another provider",
      attempt({ result: { outcome: "rejected", reason: "Invalid." } }),
      { outcome: "parked", patch: { state: "parked", reason: "Invalid.", firstTriedAt: null, nextAt: null } },
    ],
    [
      "to be tried again: after a part of the pause",
      attempt({ result: retry }),
      { outcome: "retried", patch: { state: "pending", reason: "Down.", nextAt: NOW + PAUSES_MS[0] / 2 } },
    ],
    [
      "never sooner than in a second",
      attempt({ result: retry, jitter: 0 }),
      { outcome: "retried", patch: { nextAt: NOW + 1_000 } },
    ],
    [
      "the wait that it asks for is kept, by all of the organisation's mails",
      attempt({ result: { ...retry, retryAfterMs: HOUR } }),
      { outcome: "retried", patch: { nextAt: NOW + HOUR }, restUntil: NOW + HOUR },
    ],
    [
      "a failure is said of the connection, with the wait",
      attempt({ result: { ...retry, retryAfterMs: HOUR }, provider: through({ connection: connection() }) }),
      { health: { connection: { id: "con_1" }, outcome: { ok: false, reason: "Down.", retryAfterMs: HOUR } } },
    ],
    [
      "no answer: unknown, and tried again while the key is remembered",
      attempt({ result: unknown }),
      { outcome: "unknown", patch: { state: "unknown", reason: "No answer.", nextAt: NOW + PAUSES_MS[0] / 2 } },
    ],
    [
      "no answer of a provider without memory: unknown for good",
      attempt({ result: unknown, provider: through({ remembers: 0 }) }),
      { outcome: "unknown", patch: { state: "unknown", reason: "No answer.", nextAt: null } },
    ],
    [
      "the last try: parked",
      attempt({ result: retry, row: at(MAX_ATTEMPTS) }),
      { outcome: "parked", patch: { reason: `Down. Given up after ${MAX_ATTEMPTS} tries.`, nextAt: null } },
    ],
    [
      "the last try without an answer: unknown",
      attempt({ result: unknown, row: at(MAX_ATTEMPTS) }),
      { outcome: "unknown", patch: { reason: `No answer. Given up after ${MAX_ATTEMPTS} tries.`, nextAt: null } },
    ],
    [
      "the key is forgotten before the next try: parked",
      attempt({ result: retry, row: at(7, MEMORY - 5 * MINUTE - HOUR) }),
      {
        outcome: "parked",
        patch: {
          nextAt: null,
          reason: "Down. Resend forgets its key before the next try, so it is not tried again by itself.",
        },
      },
    ],
    [
      "a provider without memory that surely did not take it is tried again however late",
      attempt({ result: retry, row: at(7, 90 * HOUR), provider: through({ remembers: 0 }) }),
      { outcome: "retried", patch: { state: "pending" } },
    ],
  ];
  test.each(cases)("%s", (_name, given, expected) => {
    expect(afterAttempt(given)).toMatchObject(expected);
  });

  test("refused at a later try it may have gone out before: it stays with its provider; no word of the connection", () => {
    const step = afterAttempt(
      attempt({
        result: { outcome: "rejected", reason: "Invalid." },
        row: at(2, HOUR),
        provider: through({ connection: connection() }),
      }),
    );
    expect(step.outcome).toBe("parked");
    expect("firstTriedAt" in step.patch).toBe(false);
    expect(step.health).toBeUndefined();
  });

  test("the next try lies inside the pause and before the end of the key's memory", () => {
    for (let attempts = 1; attempts < MAX_ATTEMPTS; attempts++) {
      for (const jitter of [0, 0.25, 0.999]) {
        for (const ago of [0, HOUR, MEMORY - 10 * MINUTE, MEMORY]) {
          const { patch } = afterAttempt(attempt({ result: retry, row: at(attempts, ago), jitter }));
          if (patch.nextAt === null || patch.nextAt === undefined) continue;
          expect(patch.nextAt - NOW).toBeLessThanOrEqual(PAUSES_MS[attempts - 1] ?? 0);
          expect(patch.nextAt).toBeLessThan(NOW - ago + MEMORY);
        }
      }
    }
  });
});
