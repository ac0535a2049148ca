import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { ORG } from "../testing/scope.ts";
import {
  type EngineWorld,
  logBreach,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
} from "../testing/world.ts";
import { publicCatchUp, publicShipment } from "./page.ts";
import { createProblemReport, listProblemReports, settleProblemReport } from "./problem-reports.ts";

let database: TestDatabase;
let world: EngineWorld;
let orderId: string;
let shipmentId: string;
let token: string;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  const shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  orderId = await putOrder(world, shop, { externalId: "1001" });
  shipmentId = await putShipment(world, { orderId, number: "1Z12345E0205271688", carrier: "ups" });
  token = String((await database.db.query("SELECT token FROM shipments"))[0]?.token);
});
afterEach(() => database.close());

const wrong = { kind: "damaged", message: "The box is crushed.", contact: "" };
const list = (input: Partial<Parameters<typeof listProblemReports>[1]> = {}) =>
  listProblemReports(world.scope, { limit: 50, ...input });

describe("something is wrong", () => {
  test("is a row and an event of the shipment's stream, with the customer as its cause", async () => {
    const made = await createProblemReport(world.ctx, { token, ...wrong, contact: " Ana.M@Example.com" });
    expect(made).toMatchObject({ outcome: "created", report: { orderId, shipmentId, contact: "ana.m@example.com" } });
    const [row] = await database.db.query("SELECT stream, cause, data FROM events WHERE type = 'report.changed'");
    expect(row?.stream).toBe(shipmentId);
    expect(JSON.parse(String(row?.cause)).kind).toBe("customer");
    expect(world.frames.get(`org:${ORG}`)?.map((frame) => frame.type)).toContain("report.changed");
    expect(await logBreach(world.ctx)).toBeNull();
    expect((await list({ orderId })).items).toHaveLength(1);
    expect((await list({ orderId: "ord_other" })).items).toEqual([]);
    expect((await listProblemReports(world.scopeOf("org_b"), { limit: 50 })).items).toEqual([]);
  });

  test("the same words are one report, also when pressed ten times at once", async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => createProblemReport(world.ctx, { token, ...wrong })),
    );
    expect(all.filter((r) => r.outcome === "created")).toHaveLength(1);
    expect(all.filter((r) => r.outcome === "duplicate")).toHaveLength(9);
    expect((await list()).items).toHaveLength(1);
    await createProblemReport(world.ctx, { token, ...wrong, message: "And the mug is gone." });
    expect((await list()).items).toHaveLength(2);
  });

  test("settled by two people at the same moment is settled once, and neither is refused", async () => {
    const made = await createProblemReport(world.ctx, { token, ...wrong });
    const id = made.outcome === "created" ? made.report.id : "";
    const settle = () => settleProblemReport(world.scope, { id, state: "closed" });
    const both = await Promise.all([settle(), settle()]);
    expect(both.map((report) => report?.state)).toEqual(["closed", "closed"]);
    const seen = await database.db.query("SELECT 1 FROM events WHERE type = 'report.changed'");
    expect(seen).toHaveLength(2);
  });

  test("has limits: too short, too long, no address, too many", async () => {
    const why = async (input: Partial<typeof wrong>) => {
      const made = await createProblemReport(world.ctx, { token, ...wrong, ...input });
      return made.outcome === "refused" ? made.why : made.outcome;
    };
    expect(await why({ message: " \n " })).toBe("tooShort");
    expect(await why({ message: "a".repeat(2_001) })).toBe("tooLong");
    expect(await why({ contact: "not an address" })).toBe("badContact");
    for (let i = 0; i < 8; i++) expect(await why({ message: `Message ${i}` })).toBe("created");
    expect(await why({ message: "One more" })).toBe("tooMany");
    expect(await why({ message: "Message 3" })).toBe("duplicate");
    expect((await createProblemReport(world.ctx, { ...wrong, token: "0".repeat(26) })).outcome).toBe("no_such_link");
  });

  test("keeps words and takes out what nobody types", async () => {
    const made = await createProblemReport(world.ctx, {
      token,
      ...wrong,
      kind: "<x>",
      message: "a\u0000b\u202ec\r\n\r\n\r\n\r\nd <b>",
    });
    expect(made).toMatchObject({ report: { kind: "other", message: "a b c\n\nd <b>" } });
  });

  test("is settled and opened again by the seller; another organisation finds nothing", async () => {
    const made = await createProblemReport(world.ctx, { token, ...wrong });
    const id = "report" in made ? made.report.id : "";
    expect(await settleProblemReport(world.scopeOf("org_b"), { id, state: "closed" })).toBeNull();
    expect(await settleProblemReport(world.scope, { id, state: "closed" })).toMatchObject({
      ...{ state: "closed", closedBy: "Sam", closedAt: NOW },
    });
    expect((await list({ state: "open" })).items).toEqual([]);
    expect((await list({ state: "closed" })).items).toHaveLength(1);
    expect(await settleProblemReport(world.scope, { id, state: "open" })).toMatchObject({
      closedBy: null,
    });
  });

  test("pages, newest first", async () => {
    for (let i = 0; i < 5; i++) {
      world.clock.now += 1_000;
      await createProblemReport(world.ctx, { token, ...wrong, message: `Message ${i}` });
    }
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.next ?? "" });
    const third = await list({ limit: 2, cursor: second.next ?? "" });
    const seen = [first, second, third].flatMap(({ items }) => items.map((r) => r.message));
    expect(seen).toEqual(["Message 4", "Message 3", "Message 2", "Message 1", "Message 0"]);
    expect(third.next).toBeNull();
  });
});

test("a stranger's feed has no hole where a report stands, and none of its words", async () => {
  const before = await publicShipment(world.ctx, { token });
  await createProblemReport(world.ctx, { token, ...wrong, message: "SECRET words", contact: "secret@example.com" });
  const seen = await publicCatchUp(world.ctx, { token, since: before?.version ?? 0, limit: 10 });
  expect(seen).toMatchObject({
    reset: false,
    frames: [{ seq: (before?.version ?? 0) + 1, type: "other", data: null }],
  });
  // An open page is told at once, so that the parcel's next news is no gap to it.
  expect(world.frames.get(`track:${shipmentId}`)?.slice(-1)).toEqual(seen?.reset === false ? seen.frames : []);
  expect(JSON.stringify(seen)).not.toMatch(/SECRET|secret@/);
  expect(JSON.stringify(await publicShipment(world.ctx, { token }))).not.toMatch(/SECRET|secret@/);
});
