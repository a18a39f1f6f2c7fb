import { newId, type WorkspaceId } from "@causeway/kernel";
import { sql } from "kysely";
import type { Browser, TestServer } from "../running-server.ts";

/** Somebody whose every value, in every place that takes one, is found nowhere else. */
export interface PlantedPerson {
  readonly contact: string;
  readonly lead: string;
  readonly deal: string;
  readonly stranger: string;
  readonly erased: readonly string[];
  /** Words of the other person, which must stay. */
  readonly kept: readonly string[];
  readonly writeKey: string;
  readonly hookKey: string;
}

export const email = "qozvykmirel@zyxq-planted.cn";
const secondEmail = "qozvyklead@zyxq-planted.cn";
export const phone = "13912340761";
const userId = "user-qozvykuid-5581";
const name = "屈尔昶";
export const visitor = "3f2b9a77-0c1d-4e55-9f6a-7d1122334455";
const other = { email: "bystander@stays-here.cn", name: "留步者" };

/** Plants the person by way of the API wherever there is one. */
export async function plantPerson(
  test: TestServer,
  owner: Browser,
  id: string,
): Promise<PlantedPerson> {
  const post = async (path: string, body: unknown) => {
    const answer = await owner.post(`/api/w/${id}${path}`, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, string>;
  };
  const create = async (object: string, values: object) =>
    (await post(`/records/${object}`, { values }))["id"] ?? "";
  for (const [field, type] of [
    ["id_number", "text"],
    ["remarks", "longText"],
    ["referrer", "text"],
  ] as const) {
    await post("/schema/objects/contact/fields", {
      ...{ name: field, label: { zh: field, en: field }, type },
    });
  }
  const account = await create("account", { name: "某某重工" });
  const contact = await create("contact", {
    ...{ name, title: "qozvyktitle 主任", email: "qozvykformer@zyxq-planted.cn", phone, account },
    ...{ wechat_openid: "oQozvykOpenid000111", unionid: "uQozvykUnion000111" },
    ...{ id_number: "310101198807074421", remarks: "qozvykremarks 喜欢钓鱼" },
    // A colleague's address, which stays hers.
    referrer: other.email,
  });
  await owner.send("PATCH", `/api/w/${id}/records/contact/${contact}`, {
    values: { email, remarks: "qozvykremarks2 不吃辣" },
  });
  const stranger = await create("contact", {
    ...{ name: other.name, email: other.email, account },
  });
  const lead = await create("lead", {
    ...{ name, email: secondEmail, phone, company: "qozvykcompany 公司", region: "qozvykregion" },
  });
  const deal = await create("deal", { name: `给${name}的报价 ${email}`, account, contact });
  await create("note", { body: "qozvyknote 面谈纪要", contact, account });
  await create("note", { body: `留言：${name} 转介绍`, contact: stranger });
  await create("task", { title: "qozvyktask 回访", lead });
  await post("/views", {
    ...{ object: "contact", name: `view of ${email}`, columns: ["name"], sort: null, shared: true },
    filter: {
      ...{ kind: "comparison", field: "email", operator: "equals" },
      operands: [{ kind: "constant", value: email }],
    },
  });
  await importPerson(owner, id);
  const { writeKey = "" } = await post("/sources", { name: "site", history: true });
  await sendEvents(test, writeKey);
  const mapped = { name: "hook", connector: "mapped", kind: "other", settings: { zone: "+08:00" } };
  const { writeKey: hookKey = "" } = await post("/sources", mapped);
  // A number right behind Chinese letters, and a name as other programs write it.
  await sendHook(test, hookKey, ["电话13912340761 没人接", '"\\u5c48\\u5c14\\u6636" ']);
  await addRun(test, id, lead);
  await sendSignal(owner, id, "tender 1");
  return {
    ...{ contact, lead, deal, stranger, writeKey, hookKey },
    erased: [
      "qozvyk",
      "zyxq-planted",
      phone,
      "１３９１２",
      "\\\\u5c48",
      name,
      "310101198807074421",
      "OQozvykOpenid",
      visitor,
    ],
    kept: [other.email, other.name],
  };
}

/** Plants the person in what the business sets up itself, which everybody may see who works with it. */
export async function plantInSettings(owner: Browser, id: string, stranger: string): Promise<void> {
  const api = (path: string) => `/api/w/${id}${path}`;
  // What an import makes of a column in which few people stand: a choice.
  const field = { name: "referred_by", label: { zh: "推荐人", en: "Referred by" }, type: "select" };
  const options = [
    { value: "qu_er_chang", label: { zh: name, en: name } },
    { value: "liu_bu_zhe", label: { zh: other.name, en: other.name } },
  ];
  const planned = { tier: "L3", purpose: `答应 ${email}`, properties: [], retentionDays: null };
  const plan = { ...planned, name: `Opened by ${email}`, onViolation: "flag" };
  const rules = [{ matches: "path-is", value: `/of/${email}`, tier: "L1" }];
  const said = { purpose: "sharing", decision: "granted", textVersion: `read out by ${email}` };
  const answers = [
    await owner.post(api("/schema/objects/contact/fields"), { ...field, options }),
    await owner.send("PATCH", api(`/records/contact/${stranger}`), {
      values: { referred_by: "qu_er_chang" },
    }),
    await owner.post(api("/sources"), { name: `${name}的表单` }),
    await owner.send("PUT", api("/tracking-plan/types"), plan),
    await owner.send("PUT", api("/tracking-plan/pages"), { rules }),
    await owner.post(api(`/privacy/people/contact/${stranger}/consents`), said),
  ];
  const refused = answers.filter(({ status }) => status >= 300);
  if (refused.length > 0) throw new Error(JSON.stringify(refused.map(({ body }) => body)));
}

/** What a feed says of a company, with the person in it. */
export async function sendSignal(owner: Browser, id: string, key: string): Promise<void> {
  const company = { name: "某某重工", creditCode: null };
  const at = { kind: "tender", company, occurredAt: "2026-01-01T00:00:00Z" };
  const payload = { contact: `${name} ${email}`, amount: 7 };
  const answer = await owner.post(`/api/w/${id}/signals`, { signals: [{ ...at, key, payload }] });
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
}

async function importPerson(owner: Browser, id: string): Promise<void> {
  const file = (rows: string) =>
    new TextEncoder().encode(`姓名,邮箱,电话,备注\n${rows}\n另一位,another@stays-here.cn,,无\n`);
  const row = `${name}二,qozvykimport@zyxq-planted.cn,${phone},qozvykimportnote 见面过`;
  const path = `/api/w/${id}/imports?name=list.csv&object=contact`;
  const draft = (await owner.send("POST", path, file(row))).body as { id: string };
  const started = await owner.post(`/api/w/${id}/imports/${draft.id}/run`, {
    object: "contact",
    columns: [
      { column: "姓名", field: "name" },
      { column: "邮箱", field: "email" },
      { column: "电话", field: "phone" },
      { column: "备注", field: "remarks" },
    ],
  });
  if (started.status !== 200) throw new Error(JSON.stringify(started.body));
  for (let state = ""; state !== "done"; ) {
    const answer = await owner.get(`/api/w/${id}/imports/${draft.id}`);
    state = (answer.body as { state: string }).state;
    if (state === "failed") throw new Error(JSON.stringify(answer.body));
  }
  await owner.send("POST", path, file(`${name},${email},,qozvykdraft 待定`));
}

/** What the person does, what others do that names them, and what cannot be read. */
export function eventsOf(run: string): readonly object[] {
  const at = (minute: number) => ({
    messageId: `${run}-${minute}`,
    timestamp: new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString(),
  });
  const page = { url: `https://shop.cn/?mail=${encodeURIComponent(email)}`, path: "/qozvykpath" };
  return [
    {
      ...at(0),
      ...{ type: "page", anonymousId: visitor, properties: { ...page, title: "qozvykpagetitle" } },
    },
    {
      ...at(1),
      ...{ type: "identify", userId, anonymousId: visitor },
      traits: { name, email, phone, qozvyktrait: "qozvyktraitvalue", company: "qozvykcompany" },
      context: { externalIds: [{ type: "order_id", id: "ORDER-qozvyk-9001" }], ip: "203.0.113.77" },
    },
    {
      ...at(2),
      ...{ type: "track", event: "Quote Requested", userId },
      properties: {
        product: "qozvykproduct",
        note: "qozvykeventnote",
        nested: { deep: ["qozvykdeep"] },
      },
    },
    { ...at(3), type: "track", event: `Opened by ${email}`, userId, properties: {} },
    {
      ...at(4),
      ...{ type: "identify", userId: "bystander-7", anonymousId: "bystander-device-1" },
      traits: {
        ...{ email: other.email, name: other.name },
        consent: { marketing: false, analytics: true, version: "2026-03", proof: "form 7" },
      },
    },
    {
      ...at(5),
      ...{ type: "track", event: "Colleague Invited", userId: "bystander-7" },
      properties: {
        invited: email,
        words: `请联系${name}，电话 139 1234 0761`,
        title: `${name} 来访`,
        lines:
          "回电\n13912340761\tqozvykmirel@zyxq-planted.cn\n或 8613912340761、１３９１２３４０７６１",
      },
    },
    {
      ...at(6),
      ...{ type: "track", event: "Referral", userId: "bystander-7" },
      context: { externalIds: [{ type: "email", id: email }] },
    },
    { ...at(7), type: "nonsense", userId, email },
  ];
}

export async function sendEvents(test: TestServer, writeKey: string, run = "live"): Promise<void> {
  const answer = await fetch(`${test.server.url}/v1/batch`, {
    method: "POST",
    body: JSON.stringify({ writeKey, batch: eventsOf(run) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** What a source sends that no one can read. */
export async function sendHook(
  { server }: TestServer,
  key: string,
  badly: readonly string[] = [],
): Promise<void> {
  await fetch(`${server.url}/v1/hooks/${key}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ mail: email, word: "qozvykhook" }),
  });
  // What is no JSON is kept as a dead letter.
  await fetch(`${server.url}/v1/hooks/${key}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"broken": ${email} qozvykbroken`,
  });
  for (const said of badly) {
    const headers = { "content-type": "text/plain", "user-agent": `form of ${email}` };
    await fetch(`${server.url}/v1/hooks/${key}`, { method: "POST", headers, body: `{ ${said}` });
  }
}

/** A run of an agent with its message, as work that was cut off leaves it. */
async function addRun(test: TestServer, workspace: string, lead: string): Promise<void> {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  const run = newId();
  const said = { zh: `${name} qozvykheadline`, en: `qozvykheadline, write to ${email}` };
  const at = new Date(Date.UTC(2026, 2, 1)).toISOString();
  const sources = [{ kind: "record", object: "lead", id: lead, label: said, at }];
  const label = JSON.stringify(said);
  await database.transaction(async (trx) => {
    await sql`insert into runs (id, kind, idempotency_key, state, input)
      values (${run}, 'agent:follow-up', ${`qozvyk:${lead}`}, 'waiting', ${JSON.stringify({ qozvyk: "qozvykinput" })})`.execute(
      trx,
    );
    await sql`insert into run_steps (run_id, name, result) values (${run}, 'brief', ${JSON.stringify({ said: "qozvykresult" })})`.execute(
      trx,
    );
    await sql`insert into agent_runs (id, agent, subject_object, subject_id, headline, claims, draft)
      values (${run}, 'follow-up', 'lead', ${lead}, ${label}, ${JSON.stringify([{ text: said, sources }])}, ${label})`.execute(
      trx,
    );
    for (const [to, own] of [
      ["sales@our-company.cn", run],
      [email, null],
    ] as const) {
      await sql`insert into outbox (id, run_id, channel, recipient, idempotency_key, payload, state,
          next_attempt_at, created_at, changed_at)
        values (${newId()}, ${own}, 'mail', ${to}, ${`qozvyk-${to}`}, ${JSON.stringify({ text: "qozvykmail" })},
          'uncertain', now(), now(), now())`.execute(trx);
    }
    await sql`insert into audit_log (actor_kind, actor_id, action, subject, details)
      values ('user', 'u', 'records.exported', ${`export of ${email}`}, ${JSON.stringify({ name, email })})`.execute(
      trx,
    );
  });
}
