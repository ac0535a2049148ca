import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { connect } from "node:net";
import { type Caller, cookieOf, foundOrganisation, makeKeyFor, nobody, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);
let server: TestServer;
let org: Awaited<ReturnType<typeof foundOrganisation>>;
let key: Caller & { id: string };
const lines: string[] = [];

beforeAll(async () => {
  server = await startTest({ env: { LOG_LEVEL: "info" }, write: (text) => lines.push(text) });
  org = await foundOrganisation(server, "hostile");
  key = await makeKeyFor(server, org.people.owner, "agent");
});
afterAll(() => server.stopAll());

describe("values that a number can't hold", () => {
  const nines = "9".repeat(350);
  const paths = [
    `/api/orders?from=${nines}`,
    `/api/orders?to=${nines}`,
    "/api/orders?from=8640000000000001",
    `/api/orders?cursor=${nines}~ord_a`,
    `/api/orders?q=some&cursor=r${nines}`,
    `/api/shipments?cursor=${nines}~shp_a`,
    `/api/inbox?cursor=${nines}`,
    `/api/inbox/${nines}`,
    `/api/mailbox?cursor=${nines}.ntf_a`,
    `/live/events?since=${nines}`,
  ];
  // In the form of our own cursors: written by hand, JSON holds numbers that no row has.
  const forged = (list: string, ...place: string[]) =>
    Buffer.from(`[${[`"${list}"`, ...place].join(",")}]`).toString("base64url");
  const cursors = [
    ["/api/orders?", forged("orders", "1e300", '"ord_a"')],
    ["/api/orders?q=some&", forged("orders found", "9".repeat(60))],
    ["/api/shipments?", forged("shipments", "1e300", '"shp_a"')],
    ["/api/shipments?state=attention&", forged("shipments wanting", "1", "1e300", '"shp_a"')],
    ["/api/inbox?", forged("inbox", "1e300")],
    ["/api/activity?", forged("activity", "0.5")],
    ["/api/mailbox?", forged("mailbox", "-1e300", '"ntf_a"')],
  ];
  test.each(cursors)("%s: a forged cursor is refused in words", async (path, cursor) => {
    const answer = await server.call(key, "GET", `${path}cursor=${cursor}`);
    expect([answer.status, await answer.json()]).toMatchObject([422, { error: { code: "bad_cursor" } }]);
  });

  test.each(paths)("%# are refused as wrong input, never a 5xx", async (path) => {
    const { status } = await server.call(key, "GET", path);
    expect([path.slice(0, 30), status]).toEqual([path.slice(0, 30), 400]);
  });
});

describe("sign-up and account", () => {
  const signUp = (body: unknown) => server.call(nobody, "POST", "/api/auth/sign-up/email", body);
  const good = { name: "A", email: "bounds@x.example", password: "correct horse battery" };

  test("nothing is longer than a person types, and a name is needed", async () => {
    for (const [field, value] of Object.entries({
      name: "n".repeat(501),
      image: "i".repeat(100_000),
      password: "p".repeat(100_000),
      email: `${"e".repeat(600)}@x.example`,
    })) {
      const answer = await signUp({ ...good, [field]: value });
      const { error } = (await answer.json()) as { error: { code: string; issues: { path: string }[] } };
      expect([field, answer.status, error.issues[0]?.path]).toEqual([field, 400, field]);
    }
    expect((await signUp({ ...good, name: "  " })).status).toBe(400);
    expect((await signUp(good)).status).toBe(200);
    const owner = org.people.owner;
    expect((await server.call(owner, "POST", "/api/auth/update-user", { name: "n".repeat(501) })).status).toBe(400);
  });

  test("a body that is no JSON object is 400 in our envelope", async () => {
    for (const body of ["[[[", "null", "[]", "7", '"x"', "{".repeat(50_000)]) {
      const answer = await signUp(body);
      const { error } = (await answer.json()) as { error: { code: string; requestId: string } };
      expect([body.slice(0, 5), answer.status, error.code]).toEqual([body.slice(0, 5), 400, "bad_request"]);
    }
  });
});

test("a caller who hangs up in the middle of a webhook is no failure of ours", async () => {
  lines.length = 0;
  const { port } = server;
  await new Promise<void>((done) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write("POST /webhooks/carriers/con_none HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc");
      setTimeout(() => socket.destroy(), 100);
    });
    socket.on("close", () => done());
  });
  await Bun.sleep(200);
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  expect(lines.join("")).toContain("client_closed");
});

describe("rights that end", () => {
  const open = (caller: Caller) => {
    const headers = { ...caller.headers, origin: server.url };
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/live`, { headers } as unknown as string[]);
    const hello = new Promise<void>((done) => {
      socket.onmessage = () => done();
    });
    const closed = new Promise<number>((done) => {
      socket.onclose = ({ code }) => done(code);
    });
    return { hello, closed };
  };
  const signIn = async (email: string): Promise<Caller> => {
    const body = { email, password: "correct horse battery" };
    const answer = await server.call(nobody, "POST", "/api/auth/sign-in/email", body);
    return { name: email, headers: { cookie: cookieOf(answer) } };
  };

  test("close the sockets at once: signed out, removed, a revoked key; another person's stay open", async () => {
    const { owner, viewer } = org.people;
    const second = await signIn("agent@hostile.example");
    const made = await makeKeyFor(server, owner, "viewer");
    const sockets = [open(second), open(made), open(viewer), open(owner)];
    await Promise.all(sockets.map(({ hello }) => hello));
    const [agents, keys, viewers, owners] = sockets;
    let ownerClosed = false;
    void owners?.closed.then(() => {
      ownerClosed = true;
    });
    expect((await server.call(second, "POST", "/api/auth/sign-out", {})).status).toBe(200);
    expect(await agents?.closed).toBe(4009);
    expect((await server.call(owner, "DELETE", `/api/api-keys/${made.id}`)).status).toBe(200);
    expect(await keys?.closed).toBe(4009);
    const { items: members } = (await (await server.call(owner, "GET", "/api/members")).json()) as {
      items: {
        id: string;
        userId: string;
      }[];
    };
    const id = members.find(({ userId }) => userId === viewer.userId)?.id;
    expect((await server.call(owner, "DELETE", `/api/members/${id}`)).status).toBe(200);
    expect(await viewers?.closed).toBe(4009);
    expect(ownerClosed).toBe(false);
  });

  test("are heard at the next call: a changed role and a changed organisation", async () => {
    const { owner, admin } = org.people;
    const role = async () => ((await (await server.call(admin, "GET", "/api/me")).json()) as { role: string }).role;
    expect(await role()).toBe("admin");
    const { items: members } = (await (await server.call(owner, "GET", "/api/members")).json()) as {
      items: {
        id: string;
        userId: string;
      }[];
    };
    const id = members.find(({ userId }) => userId === admin.userId)?.id;
    await server.call(owner, "PATCH", `/api/members/${id}`, { role: "viewer" });
    expect(await role()).toBe("viewer");
    expect((await server.call(admin, "POST", "/api/organisations", { name: "Own" })).status).toBe(201);
    expect(await role()).toBe("owner");
    await server.call(admin, "PUT", "/api/organisations/active", { id: org.orgId });
    expect(await role()).toBe("viewer");
  });
});

test("sockets of signed-in people and keys are counted by who they are, not by their one address", async () => {
  const tight = { burst: 20, perSecond: 0.001 };
  const limited = await startTest({ limits: { address: tight, principal: { burst: 1e9, perSecond: 1e9 } } });
  const founded = await foundOrganisation(limited, "office");
  const agent = await makeKeyFor(limited, founded.people.owner, "agent");
  // Not a handshake: what is asked here is only whether it was let through to be one.
  for (let i = 0; i < 40; i++) expect((await limited.call(agent, "GET", "/live")).status).toBe(426);
  const strangers: number[] = [];
  for (let i = 0; i < 25; i++) strangers.push((await limited.call(nobody, "GET", "/live")).status);
  expect(strangers.at(-1)).toBe(429);
  await limited.stopAll();
});

test("metrics stay shut for what a proxy on this machine brings from elsewhere", async () => {
  const ask = async (headers: Record<string, string>) => (await fetch(`${server.url}/metrics`, { headers })).status;
  expect(await ask({})).toBe(200);
  for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host"]) {
    expect([name, await ask({ [name]: "203.0.113.9" })]).toEqual([name, 401]);
  }
});

test("the demo signs in nobody from another site or under a name that is not ours (DNS rebinding)", async () => {
  const demo = await startTest({ env: { DEMO: "1", SIMULATOR_PORT: "0", PUBLIC_URL: "https://demo.example" } });
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${demo.url}/api/demo/session`, { method: "POST", headers })).status;
  expect(await ask({})).toBe(200);
  expect(await ask({ host: "demo.example" })).toBe(200);
  expect(await ask({ host: "[::1]:3000" })).toBe(200);
  expect(await ask({ host: "evil.example:3000" })).toBe(421);
  expect(await ask({ host: "localhost.evil.example" })).toBe(421);
  expect(await ask({ origin: "https://evil.example" })).toBe(403);
  await demo.stopAll();
});

test("a second server on the same file is refused in words, and the first goes on", async () => {
  const url = server.ctx.config.databaseUrl;
  const second = await startTest({ lockPatienceMs: 300, env: { DATABASE_URL: url } }).then(
    () => "started",
    (error: Error) => error.message,
  );
  expect(second).toContain("One file has one server");
  expect((await server.call(key, "GET", "/api/orders")).status).toBe(200);
});
