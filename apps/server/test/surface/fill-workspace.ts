import { newId, type WorkspaceId } from "@causeway/kernel";
import { addMember } from "@causeway/platform-access";
import { sql } from "kysely";
import type { Browser, TestServer } from "../running-server.ts";

/** A workspace with something of everything in it, and a word that all of its texts carry. */
export interface FilledWorkspace {
  readonly id: string;
  readonly marker: string;
  readonly writeKey: string;
}

/** Fills a workspace by way of the API where there is one, so that each kind of thing exists to be asked for. */
export async function fillWorkspace(
  test: TestServer,
  owner: Browser,
  id: string,
  marker: string,
): Promise<FilledWorkspace> {
  const post = async (path: string, body: unknown) => {
    const answer = await owner.post(`/api/w/${id}${path}`, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, string>;
  };
  const create = async (object: string, values: object) =>
    (await post(`/records/${object}`, { values }))["id"] ?? "";
  const account = await create("account", { name: `${marker} 重工` });
  const contact = await create("contact", {
    name: `${marker} 王芳`,
    email: `${marker}@example.com`,
    account,
  });
  const lead = await create("lead", {
    name: `${marker} 李强`,
    email: `lead-${marker}@example.com`,
  });
  const deal = await create("deal", { name: `${marker} 压缩机`, account, contact });
  await create("task", { title: `${marker} 回电` });
  await owner.send("PATCH", `/api/w/${id}/records/deal/${deal}`, { values: { amount: 7 } });
  await post("/views", {
    object: "deal",
    name: `${marker} view`,
    columns: ["name"],
    filter: null,
    sort: null,
    shared: true,
  });
  await post("/schema/objects", {
    name: "machine",
    label: { zh: `${marker} 机器`, en: `${marker} machine` },
    pluralLabel: { zh: "机器", en: "Machines" },
  });
  await post("/invitations", { email: `invited-${marker}@example.com`, role: "member" });
  await post("/api-keys", { name: `${marker} key`, role: "member" });
  await owner.send("PUT", `/api/w/${id}/channels/smtp`, {
    host: `${marker}.example.com`,
    port: 25,
    secure: false,
    user: marker,
    from: `${marker}@example.com`,
    password: `${marker} secret`,
  });
  await post("/signals", {
    signals: [
      {
        kind: "tender",
        key: `${marker} tender`,
        company: { name: `${marker} 重工`, creditCode: null },
        occurredAt: "2026-01-01T00:00:00Z",
        payload: { title: marker },
      },
    ],
  });
  const file = new TextEncoder().encode(`name\n${marker} 进口\n`);
  await owner.send("POST", `/api/w/${id}/imports?name=${marker}.csv&object=account`, file);
  await addColleague(test, id, marker);
  const { writeKey = "" } = await post("/sources", { name: `${marker} site` });
  await sendEvents(test, writeKey, marker);
  await addRun(test, id, marker, lead);
  await addDuplicate(test, id, [account, await create("account", { name: `${marker} 重工业` })]);
  return { id, marker, writeKey };
}

/** Somebody who is in this workspace only. */
async function addColleague({ server }: TestServer, id: string, marker: string): Promise<void> {
  const user = await server.product.access.people.create({
    name: `${marker} colleague`,
    email: `colleague-${marker}@example.com`,
    password: "a password of nobody",
  });
  await addMember(server.database, id as WorkspaceId, user.id, "member");
}

async function sendEvents(test: TestServer, writeKey: string, marker: string): Promise<void> {
  const batch = [
    ...Array.from({ length: marker.length }, (_, index) => ({
      type: "track",
      messageId: `${marker}-visit-${index}`,
      event: marker,
    })),
    { type: "identify", messageId: `${marker}-1`, traits: { email: `${marker}@example.com` } },
    { type: "page", messageId: `${marker}-2`, name: marker },
    { type: "nonsense", messageId: `${marker}-3` },
  ].map((event) => ({ ...event, anonymousId: `visitor-${marker}` }));
  const answer = await fetch(`${test.server.url}/v1/batch`, {
    method: "POST",
    body: JSON.stringify({ writeKey, batch }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Two companies that may be one, as a look leaves them. */
async function addDuplicate(test: TestServer, id: string, pair: readonly string[]): Promise<void> {
  const [left, right] = [...pair].sort();
  const database = await test.server.database.workspace(id as WorkspaceId);
  const said = { field: "name", fields: ["name"], bits: 20, text: { zh: "相同", en: "the same" } };
  await database.transaction((trx) =>
    sql`insert into company_duplicates (id, left_id, right_id, compared, probability, prior_bits, against, evidence,
        state, found_at, seen_at)
      values (${newId()}, ${left}, ${right}, 'name,website,phone,credit_code,external_id', .9, -10, 'strangers', ${JSON.stringify([said])}, 'open', now(), now())`.execute(
      trx,
    ),
  );
}

/** A run of an agent whose message waits for a decision, as work that was cut off leaves it. */
async function addRun(
  test: TestServer,
  workspace: string,
  marker: string,
  lead: string,
): Promise<void> {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  const run = newId();
  const label = JSON.stringify({ zh: marker, en: marker });
  await database.transaction(async (trx) => {
    await sql`insert into runs (id, kind, idempotency_key, state, input)
      values (${run}, 'agent:follow-up', ${marker}, 'waiting', '{}')`.execute(trx);
    await sql`insert into agent_runs (id, agent, subject_object, subject_id, headline, claims)
      values (${run}, 'follow-up', 'lead', ${lead}, ${label}, '[]')`.execute(trx);
    await sql`insert into outbox (id, run_id, channel, recipient, idempotency_key, payload, state,
        next_attempt_at, created_at, changed_at)
      values (${newId()}, ${run}, 'mail', ${`${marker}@example.com`}, ${marker}, '{}', 'uncertain',
        now(), now(), now())`.execute(trx);
  });
}
