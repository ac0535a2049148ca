import { expect, test } from "bun:test";
import { type Known, makeAccess } from "./access.ts";

const knownAs = (id: string, expiresAt = 1e9): Known => ({
  person: { id, name: id, email: `${id}@x.example`, activeOrgId: null, expiresAt },
  principal: { kind: "user", id, name: id, orgId: "org_1", role: "agent" },
});

/** Counts its lookups. */
function lookup(answer: Known | null) {
  const asked = { times: 0 };
  const load = async () => {
    asked.times += 1;
    return answer;
  };
  return { asked, load };
}

test("a session is looked up once in five seconds, and again after them", async () => {
  const access = makeAccess();
  const { asked, load } = lookup(knownAs("usr_1"));
  for (const now of [0, 1_000, 4_999]) expect((await access.of("a", now, load))?.person.id).toBe("usr_1");
  expect(asked.times).toBe(1);
  await access.of("a", 5_000, load);
  expect(asked.times).toBe(2);
});

test("nobody is never remembered, another cookie is another session, and an expired one is asked anew", async () => {
  const access = makeAccess();
  const none = lookup(null);
  for (let i = 0; i < 3; i++) expect(await access.of("a", i, none.load)).toBeNull();
  expect(none.asked.times).toBe(3);
  const soon = lookup(knownAs("usr_1", 1_000));
  for (const now of [0, 999, 1_000]) await access.of("a", now, soon.load);
  await access.of("b", 1_000, soon.load);
  expect(soon.asked.times).toBe(3);
});

test("a change forgets every session of that person and of nobody else; a revocation closes sockets too", async () => {
  const access = makeAccess();
  const cut: string[] = [];
  access.onRevoke((who) => cut.push(who));
  const one = lookup(knownAs("usr_1"));
  const two = lookup(knownAs("usr_2"));
  const all = () =>
    Promise.all([access.of("a", 0, one.load), access.of("b", 0, one.load), access.of("c", 0, two.load)]);
  await all();
  access.forget("usr_1");
  await all();
  expect([one.asked.times, two.asked.times, cut]).toEqual([4, 1, []]);
  access.revoke("usr_1");
  await all();
  expect([one.asked.times, two.asked.times, cut]).toEqual([6, 1, ["usr_1"]]);
});

test("what was read while rights changed is not remembered", async () => {
  const access = makeAccess();
  let answer: (known: Known) => void = () => undefined;
  const slow = access.of("a", 0, () => new Promise((done) => (answer = done)));
  access.revoke("usr_1");
  answer(knownAs("usr_1"));
  await slow;
  const { asked, load } = lookup(null);
  expect(await access.of("a", 0, load)).toBeNull();
  expect(asked.times).toBe(1);
});
