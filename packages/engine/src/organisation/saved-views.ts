import type { Row } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import { newId } from "@waybill/domain/ids";
import type { SavedView, SavedViewPlace } from "@waybill/domain/organisation/answers";
import type { Scope } from "../core/scope.ts";

/** `mayShare`: the caller may change what everybody sees. */
type Rights = { mayShare: boolean };

/** Whose own views a caller sees; null for an API key, which has none. */
const ownerOf = ({ by }: Scope) => (by.kind === "user" ? by.id : null);

/** More tabs than this are no help. Counted for everybody's and for each person's own. */
const MOST = 50;
const LONGEST = 500;
/** Where a reader is, not what is shown: never part of a view. */
const PASSING = new Set(["cursor", "limit", "open"]);

const refused = (init: { code: string; message: string; status?: number }) => appError({ status: 422, ...init });
const notFound = () => appError({ code: "view_not_found", status: 404, message: "There is no such view here." });

/**
 * A page's query string in one fixed form, so that the page can tell which view it shows. Throws 422 when it is longer than
 * 500 characters or is no list of plain filters.
 *
 * @example viewQuery("?sync=failed&open=ord_1") // "sync=failed"
 */
export function viewQuery(text: string): string {
  const kept = [...new URLSearchParams(text)].filter(([key, value]) => value !== "" && !PASSING.has(key));
  const wrong = kept.find(([key]) => !/^[a-z][a-zA-Z]{0,29}$/.test(key));
  if (wrong) throw refused({ code: "bad_view", message: "A view keeps plain filters only." });
  const query = new URLSearchParams(kept.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  if (query.length > LONGEST)
    throw refused({ code: "view_too_long", message: "These filters are too long to be kept." });
  if (query === "") throw refused({ code: "empty_view", message: "Choose at least one filter, then save the view." });
  return query;
}

const savedView = (row: Row): SavedView => ({
  id: String(row.id),
  place: row.place as SavedViewPlace,
  name: String(row.name),
  query: String(row.query),
  shared: row.user_id === null,
});

/** The views of a place that this caller sees: everybody's first, then their own, each in the order they were made. */
export async function listViews(scope: Scope, input: { place: SavedViewPlace }): Promise<SavedView[]> {
  const rows = await scope.ctx.db.query(
    `SELECT * FROM saved_views WHERE org_id = ? AND place = ? AND (user_id IS NULL OR user_id = ?)
      ORDER BY user_id IS NOT NULL, position, created_at, id`,
    [scope.orgId, input.place, ownerOf(scope)],
  );
  return rows.map(savedView);
}

function checkShare(scope: Scope, input: Rights & { shared: boolean }): void {
  if (input.shared && !input.mayShare) {
    throw appError({
      code: "forbidden",
      status: 403,
      message: "Your role may keep views for itself, not for everybody.",
    });
  }
  if (!input.shared && ownerOf(scope) === null) {
    throw refused({ code: "person_required", message: "An API key has no views of its own. Make a shared one." });
  }
}

/** Keeps a view. Throws 403 for a shared one without the right, 422 for wrong filters or past 50 views. */
export async function saveView(
  scope: Scope,
  input: Rights & { place: SavedViewPlace; name: string; query: string; shared: boolean },
): Promise<SavedView> {
  checkShare(scope, input);
  const { ctx, orgId } = scope;
  const query = viewQuery(input.query);
  const now = ctx.now();
  const owner = input.shared ? null : ownerOf(scope);
  const id = newId("view", now);
  // One statement decides and writes: two tabs at once cannot pass the limit together.
  const [written] = await ctx.db.commit([
    {
      sql: `INSERT INTO saved_views (id, org_id, user_id, place, name, query, position, created_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, n, ?7 FROM
          (SELECT COUNT(*) AS n FROM saved_views WHERE org_id = ?2 AND place = ?4 AND user_id IS ?3) WHERE n < ?8`,
      args: [id, orgId, owner, input.place, input.name, query, now, MOST],
    },
  ]);
  if (!written?.changes) {
    throw refused({ code: "too_many_views", message: `There are ${MOST} views already. Delete one that is not used.` });
  }
  return { id, place: input.place, name: input.name, query, shared: input.shared };
}

/** A view that this caller may change; another person's own is answered like one that is not there. */
async function own(scope: Scope, input: Rights & { id: string }): Promise<SavedView> {
  const [row] = await scope.ctx.db.query(
    "SELECT * FROM saved_views WHERE org_id = ? AND id = ? AND (user_id IS NULL OR user_id = ?)",
    [scope.orgId, input.id, ownerOf(scope)],
  );
  if (!row) throw notFound();
  const view = savedView(row);
  checkShare(scope, { mayShare: input.mayShare, shared: view.shared });
  return view;
}

/** A new name, or other filters, for a view. */
export async function changeView(
  scope: Scope,
  input: Rights & { id: string; name?: string; query?: string },
): Promise<SavedView> {
  const { ctx, orgId } = scope;
  const view = await own(scope, input);
  const next = {
    ...view,
    name: input.name ?? view.name,
    query: input.query === undefined ? view.query : viewQuery(input.query),
  };
  const [written] = await ctx.db.commit([
    {
      sql: "UPDATE saved_views SET name = ?, query = ? WHERE org_id = ? AND id = ?",
      args: [next.name, next.query, orgId, input.id],
    },
  ]);
  if (!written?.changes) throw notFound();
  return next;
}

export async function deleteView(scope: Scope, input: Rights & { id: string }): Promise<void> {
  const { ctx, orgId } = scope;
  const view = await own(scope, input);
  await ctx.db.commit([{ sql: "DELETE FROM saved_views WHERE org_id = ? AND id = ?", args: [orgId, view.id] }]);
}
