import {
  createRecord,
  onRecordChange,
  recordsMigrations,
  updateRecord,
} from "@causeway/module-records";
import { touchpointsMigrations } from "@causeway/module-touchpoints";
import { auditMigrations, recordConsents } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  consentOfRecord,
  consentsOfRecords,
  defaultRules,
  exceptMailbox,
  identityMigrations,
  linkChangedRecords,
  previewRules,
  profilesOfRecord,
  saveRules,
  wholePerson,
  withdrawException,
} from "../src/index.ts";
import { dump, newHistory } from "./history.ts";

const actor = { kind: "user", id: "test" } as const;
const box = "info@acme.cn";
let test: TestDatabase;
let unlisten: () => void;
beforeAll(async () => {
  test = await createTestDatabase({
    modules: [auditMigrations, recordsMigrations, touchpointsMigrations, identityMigrations],
  });
  unlisten = onRecordChange(linkChangedRecords);
});
afterAll(async () => {
  unlisten();
  await test.close();
});

const identify = (anonymousId: string, email: string, userId?: string) => ({
  ...{ type: "identify", anonymousId, traits: { email } },
  ...(userId && { userId }),
});
const except = async (workspace: WorkspaceDatabase, address = box) => {
  const { ids } = await workspace.transaction((trx) =>
    exceptMailbox(trx, { address, note: "one-man shop" }, actor, new Date()),
  );
  return ids[0] ?? "";
};
const takeBack = (workspace: WorkspaceDatabase, id: string) =>
  workspace.transaction((trx) => withdrawException(trx, id, actor, new Date()));
const make = (workspace: WorkspaceDatabase, values: Record<string, unknown>) =>
  workspace.transaction((trx) => createRecord(trx, { object: "contact", values, actor }));

it("exceptMailbox() makes a box a person's from the start of the log, for events to come and in a replay, until it is taken back", async () => {
  const { workspace, send, project, rebuild } = await newHistory(test);
  const wang = await make(workspace, { name: "Wang", email: box });
  await send(
    [1, identify("b1", box, "Info@Acme.cn")],
    [2, identify("b1", "wang@acme.cn", "Info@Acme.cn")],
    [3, identify("b9", "li@acme.cn", "INFO@acme.cn")],
    [3, { context: { externalIds: [{ type: "email", id: box }] } }],
    [4, identify("b2", "sales@acme.cn")],
  );
  await project();
  const found = () =>
    workspace.transaction(async (trx) => {
      const own = await profilesOfRecord(trx, { object: "contact", id: wang.id });
      return new Set(own.map(({ person }) => person)).size;
    });
  expect(await found()).toBe(0);
  const id = await except(workspace);
  const after = await dump(workspace);
  expect(await found()).toBe(1);
  // The name of an account in the form in which it was sent, and the address that came beside it, are the person's too.
  const { rows } = await workspace.transaction((trx) =>
    sql<{ kind: string; value: string }>`select i.kind, i.value from identifiers i
      join profiles p on p.id = i.profile_id where p.canonical_id = (
        select q.canonical_id from identifiers j join profiles q on q.id = j.profile_id
        where j.kind = 'email' and j.value = ${box}) order by 1, 2`.execute(trx),
  );
  expect(rows).toEqual([
    { kind: "anonymous_id", value: "b1" },
    { kind: "email", value: box },
    { kind: "email", value: "wang@acme.cn" },
    { kind: "user_id", value: "Info@Acme.cn" },
  ]);
  await rebuild();
  expect(await dump(workspace)).toEqual(after);
  await send([5, identify("b3", box)]);
  await project();
  const later = await dump(workspace);
  await rebuild();
  expect(await dump(workspace)).toEqual(later);
  expect(await found()).toBe(1);
  // Said twice it is one exception, by whoever said it first.
  expect(await except(workspace)).toBe(id);
  expect(await takeBack(workspace, id)).toBe(true);
  expect(await takeBack(workspace, id)).toBe(false);
  expect(await found()).toBe(0);
  const back = await dump(workspace);
  await rebuild();
  expect(await dump(workspace)).toEqual(back);
  const said = await workspace.transaction((trx) =>
    sql<{
      action: string;
      actor: string;
      subject: string;
    }>`select action, actor_id as actor, subject
      from audit_log where action like 'identity.mailbox-%' order by id`.execute(trx),
  );
  expect(said.rows).toEqual([
    { action: "identity.mailbox-excepted", actor: "test", subject: id },
    { action: "identity.mailbox-exception-withdrawn", actor: "test", subject: id },
  ]);
});

it("exceptMailbox() holds among records: contacts with the box are one person, for copies, erasure, consent and lines", async () => {
  const { workspace } = await newHistory(test);
  const line = "+12125550101";
  const wang = await make(workspace, { name: "Wang", email: box, phone: line });
  const li = await make(workspace, { name: "Li", email: box, phone: line });
  await workspace.transaction((trx) =>
    recordConsents(trx, [
      {
        ...{ identifier: { kind: "user_id", value: li.id }, purpose: "marketing", actor },
        ...{ decision: "refused", source: "page", textVersion: null, proof: null, eventId: null },
        givenAt: new Date(),
      },
    ]),
  );
  const see = () =>
    workspace.transaction(async (trx) => {
      const { records, identifiers } = await wholePerson(trx, { object: "contact", id: wang.id });
      const many = await consentsOfRecords(trx, "contact", [wang.id, li.id], "marketing");
      const one = await consentOfRecord(trx, { object: "contact", id: wang.id }, "marketing");
      return {
        records: records.length,
        addresses: identifiers.filter(({ kind }) => kind !== "user_id").map(({ value }) => value),
        allowed: [...[...many.values()].map(({ allowed }) => allowed), one.allowed],
      };
    });
  const apart = { records: 1, addresses: [], allowed: [true, false, true] };
  expect(await see()).toEqual(apart);
  const id = await except(workspace);
  const one = { records: 2, addresses: [box, line], allowed: [false, false, false] };
  expect(await see()).toEqual(one);
  // A record that changes later is read alike.
  await workspace.transaction((trx) =>
    updateRecord(trx, { object: "contact", id: li.id, values: { name: "Li Na" }, actor }),
  );
  expect(await see()).toEqual(one);
  await takeBack(workspace, id);
  expect(await see()).toEqual(apart);
});

it("previewRules() keeps to exceptions, of the list in force and of the other one", async () => {
  const { workspace, send, project } = await newHistory(test);
  await send(
    [1, identify("b1", box)],
    [2, identify("b2", box)],
    [3, identify("b3", "desk@acme.cn")],
    [4, identify("b4", "desk@acme.cn")],
    [5, identify("b5", "sales@acme.cn")],
    [6, identify("b6", "sales@acme.cn")],
  );
  await project();
  const counts = async (roleMailboxes: readonly string[]) => {
    const draft = { ...defaultRules, roleMailboxes };
    const preview = await previewRules(workspace, draft);
    const { peopleBefore, peopleAfter, joined, split } = preview;
    return { peopleBefore, peopleAfter, joined, split };
  };
  const longer = [...defaultRules.roleMailboxes, "desk"];
  // Two browsers with an address of a person are one, with that of a role they are two.
  expect(await counts([])).toEqual({ peopleBefore: 5, peopleAfter: 3, joined: 4, split: 0 });
  expect(await counts(longer)).toEqual({ peopleBefore: 5, peopleAfter: 6, joined: 0, split: 1 });
  await except(workspace);
  await except(workspace, "desk@acme.cn");
  expect(await counts([])).toEqual({ peopleBefore: 4, peopleAfter: 3, joined: 2, split: 0 });
  expect(await counts(longer)).toEqual({ peopleBefore: 4, peopleAfter: 4, joined: 0, split: 0 });
  await workspace.transaction((trx) =>
    saveRules(trx, { ...defaultRules, roleMailboxes: longer }, actor, new Date()),
  );
  await project();
  const { rows } = await workspace.transaction((trx) =>
    sql<{ people: number }>`select count(distinct canonical_id) as people from profiles`.execute(
      trx,
    ),
  );
  expect(rows).toEqual([{ people: 4 }]);
});
