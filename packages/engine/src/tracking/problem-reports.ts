import type { SqlValue } from "@waybill/db/database";
import { rowsOf } from "@waybill/db/rows";
import { reports } from "@waybill/db/schema/shipments";
import { newId } from "@waybill/domain/ids";
import type { Page } from "@waybill/domain/page";
import type { ProblemReport } from "@waybill/domain/problem-report/answers";
import { problemKinds } from "@waybill/domain/problem-report/kinds";
import type { ReportMistake } from "@waybill/domain/public/page";
import { mailAddress } from "@waybill/domain/shipment/notify";
import type { Ctx } from "../core/context.ts";
import { append } from "../core/log.ts";
import { pagesOf } from "../core/paging.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { shipmentByToken, visitorScope } from "./page.ts";

type NewProblemReport = { token: string; kind: string; message: string; contact: string };

type ProblemReported =
  | { outcome: "created" | "duplicate"; report: ProblemReport }
  | { outcome: "refused"; why: ReportMistake }
  | { outcome: "no_such_link" };

const SHORTEST = 3;
const LONGEST = 2_000;

/** Open reports of one parcel; more is noise to the seller, from whatever address it comes. */
const MOST_OPEN = 8;

const reportRows = rowsOf(reports, { without: ["orgId"] });
const reportOf = reportRows.read;
/** Asked again inside the write: two presses at the same moment are one report. */
const insertReport = reportRows.insertIf(
  [...reportRows.keys(), "orgId"],
  "NOT EXISTS (SELECT 1 FROM reports WHERE shipment_id = :shipmentId AND state = 'open' AND kind = :kind AND message = :message)",
);
const settleReport = reportRows.update({ set: ["state", "closedBy", "closedAt"], where: ["orgId", "id", "state"] });

/** What a person typed, without what no person types: control characters, a page of empty lines. */
const tidy = (text: string) =>
  text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/**
 * "Something is wrong", from whoever holds the link: a row, and an event in the shipment's stream that the seller sees at once.
 * The same words about the same parcel while the first ones are open are the same report.
 *
 * @example await createProblemReport(ctx, { token, kind: "damaged", message: "The box is crushed.", contact: "" })
 */
export function createProblemReport(ctx: Ctx, input: NewProblemReport): Promise<ProblemReported> {
  return retryOnConflict({ ctx, what: "report" }, () => createOnce(ctx, input));
}

async function createOnce(ctx: Ctx, input: NewProblemReport): Promise<ProblemReported> {
  const shipment = await shipmentByToken(ctx, input.token);
  if (!shipment) return { outcome: "no_such_link" };
  const message = tidy(input.message);
  const contact = input.contact.trim() ? mailAddress(input.contact) : null;
  if (message.length < SHORTEST) return { outcome: "refused", why: "tooShort" };
  if (message.length > LONGEST) return { outcome: "refused", why: "tooLong" };
  if (input.contact.trim() && !contact) return { outcome: "refused", why: "badContact" };
  const kind = problemKinds.find((k) => k === input.kind) ?? "other";
  const open = (
    await ctx.db.query("SELECT * FROM reports WHERE shipment_id = ? AND state = 'open' ORDER BY created_at", [
      shipment.id,
    ])
  ).map(reportOf);
  const same = open.find((r) => r.kind === kind && r.message === message);
  if (same) return { outcome: "duplicate", report: same };
  if (open.length >= MOST_OPEN) return { outcome: "refused", why: "tooMany" };
  const now = ctx.now();
  const report: ProblemReport = {
    ...{ id: newId("rep", now), shipmentId: shipment.id, orderId: shipment.orderId, kind, message, contact },
    ...{ state: "open", closedBy: null, closedAt: null, createdAt: now },
  };
  await append(visitorScope(ctx, shipment), {
    cause: { kind: "customer", id: report.id, text: "A customer wrote on the tracking page" },
    events: [{ type: "report.changed", stream: shipment.id, data: { report } }],
    statements: [insertReport({ ...report, orgId: shipment.orgId })],
  });
  return { outcome: "created", report };
}

const pages = pagesOf("problem reports", "number", "string");

/** What customers told of, newest first. */
export async function listProblemReports(
  { ctx, orgId }: Scope,
  input: { state?: "open" | "closed"; orderId?: string; cursor?: string; limit: number },
): Promise<Page<ProblemReport>> {
  const where = ["org_id = ?"];
  const args: SqlValue[] = [orgId];
  // Written out, so that the index of open reports is used.
  if (input.state) where.push(`state = '${input.state === "open" ? "open" : "closed"}'`);
  if (input.orderId) {
    where.push("order_id = ?");
    args.push(input.orderId);
  }
  const after = pages.after(input.cursor);
  if (after) {
    where.push("(created_at, id) < (?, ?)");
    args.push(...after);
  }
  const rows = await ctx.db.query(
    `SELECT * FROM reports WHERE ${where.join(" AND ")} ORDER BY created_at DESC, id DESC LIMIT ?`,
    [...args, input.limit + 1],
  );
  return pages.page(rows.map(reportOf), input.limit, (report) => [report.createdAt, report.id]);
}

/**
 * The seller settles a report, or opens it again. Doing it twice is the same as once.
 *
 * @returns null when the organisation has no such report
 * @example await settleProblemReport(scope, { id, state: "closed" })
 */
export function settleProblemReport(scope: Scope, input: Settle): Promise<ProblemReport | null> {
  return retryOnConflict({ ctx: scope.ctx, what: "report" }, () => settleOnce(scope, input));
}

type Settle = { id: string; state: "open" | "closed" };

async function settleOnce(scope: Scope, input: Settle): Promise<ProblemReport | null> {
  const { ctx, orgId, by } = scope;
  const [row] = await ctx.db.query("SELECT * FROM reports WHERE org_id = ? AND id = ?", [orgId, input.id]);
  if (!row) return null;
  const known = reportOf(row);
  if (known.state === input.state) return known;
  const closed = input.state === "closed";
  const report: ProblemReport = {
    ...known,
    state: input.state,
    closedBy: closed ? by.name : null,
    closedAt: closed ? ctx.now() : null,
  };
  await append(scope, {
    cause: causeOf(by, `${by.name} ${closed ? "settled" : "opened again"} what a customer reported`),
    events: [{ type: "report.changed", stream: known.shipmentId, data: { report } }],
    statements: [settleReport(report, { ...known, orgId })],
  });
  return report;
}
