import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import {
  type Answer,
  type Browser,
  becomeOwner,
  foundWorkspace,
  startTestServer,
  type TestServer,
} from "./running-server.ts";

let test: TestServer;
let owner: Browser;
let workspace: string;

beforeAll(async () => {
  test = await startTestServer();
  owner = await becomeOwner(test.server);
  workspace = await foundWorkspace(owner, "启衡");
  await owner.post(`/api/w/${workspace}/schema/objects/account/fields`, {
    name: "mother",
    label: { zh: "母公司", en: "Mother" },
    type: "reference",
    target: "account",
  });
});
afterAll(() => test.close());

const path = (rest: string) => `/api/w/${workspace}${rest}`;
const upload = (content: Uint8Array, name = "file.csv"): Promise<Answer> =>
  owner.send("POST", path(`/imports?name=${name}&object=account`), content);

interface Run {
  readonly state: string;
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
  readonly errors: readonly { readonly line: number; readonly message: { readonly en: string } }[];
}

/** Uploads a file, imports it as proposed, and waits for its end. */
async function imported(content: Uint8Array): Promise<Run> {
  const draft = await upload(content);
  expect(draft.status, JSON.stringify(draft.body)).toBe(201);
  const { id, proposal } = draft.body as { readonly id: string; readonly proposal: unknown };
  const started = await owner.post(path(`/imports/${id}/run`), proposal);
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  return vi.waitUntil(
    async () => {
      const run = (await owner.get(path(`/imports/${id}`))).body as Run;
      return ["done", "failed"].includes(run.state) && run;
    },
    { timeout: 150_000, interval: 50 },
  );
}

async function accounts(): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await owner.post(path("/records/account/query"), { limit: 200 });
  const { records } = body as {
    readonly records: readonly { readonly id: string; readonly values: unknown }[];
  };
  return Object.fromEntries(records.map(({ id, values }) => [id, values]));
}

const hostile = [
  "=cmd|' /C calc'!A0",
  "'=already text",
  "''=twice",
  "＝１＋１",
  "+86 138 0013 8000",
  "-2+3",
  "@SUM(A1)",
  "<script>alert(1)</script>",
  "'; drop table record_account; --",
  'says "hi", twice',
  "two\nlines",
  "%_\\",
  "深圳 \u202e evil",
];

it("an export runs in no spreadsheet, and imported again it changes nothing", async () => {
  for (const name of hostile) {
    const made = await owner.post(path("/records/account"), { values: { name } });
    expect(made.status, name).toBe(201);
  }
  const before = await accounts();
  const { body } = await owner.get(path("/records/account/export.csv"));
  const [head = [], ...rows] = parse(String(body).replace(/^\uFEFF/, "")) as string[][];
  expect(rows.length).toBe(hostile.length);
  for (const cell of [head, ...rows].flat()) expect(cell).not.toMatch(/^[=+\-@＝＋－＠\t\r\n]/);
  expect(await imported(Buffer.from(String(body)))).toMatchObject({ created: 0, failed: 0 });
  expect(await accounts()).toEqual(before);
});

const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

it.each([
  ["GB18030", Buffer.concat([Buffer.from("name\n"), Buffer.from([0xc9, 0xee, 0xdb, 0xda, 0x0a])])],
  ["UTF-16LE with a mark", Buffer.from("\ufeffname\n深圳\n", "utf16le")],
  ["UTF-16BE with a mark", utf16be("\ufeffname\n深圳\n")],
  ["UTF-8 with a mark", Buffer.from("\ufeffname\r\n深圳\r\n")],
  ["gzip", gzipSync("name\n深圳\n")],
])("a file in %s is read as what it says", async (encoding, content) => {
  const name = `深圳`;
  const draft = await upload(content);
  expect(draft.status).toBe(201);
  expect(draft.body, encoding).toMatchObject({
    columns: [{ name: "name", samples: [encoding === "GB18030" ? "深圳" : name] }],
  });
});

it("rows that are too short, too long or wrong leave the others alone, each named by its line", async () => {
  const lines = ["name,employees", "short one", "good one,5", "long one,6,7,8", ",9", "wrong,many"];
  const draft = await upload(Buffer.from(lines.join("\n")));
  const { id } = draft.body as { readonly id: string };
  const fields = ((await owner.get(path("/schema"))).body as Schema).objects.find(
    (object) => object.name === "account",
  )?.fields;
  const number = fields?.find(({ type }) => type === "number")?.name ?? "";
  const map = {
    object: "account",
    columns: [
      { column: "name", field: "name" },
      { column: "employees", field: number },
    ],
  };
  const started = await owner.post(path(`/imports/${id}/run`), map);
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const run = await vi.waitUntil(
    async () => {
      const found = (await owner.get(path(`/imports/${id}`))).body as Run;
      return found.state === "done" && found;
    },
    { timeout: 150_000, interval: 50 },
  );
  expect(run, JSON.stringify(run.errors)).toMatchObject({ created: 2, failed: 3 });
  expect(run.errors.map(({ line }) => line).sort()).toEqual([4, 5, 6]);
});

interface Schema {
  readonly objects: readonly {
    readonly name: string;
    readonly fields: readonly { readonly name: string; readonly type: string }[];
  }[];
}

it("companies that own each other in a circle, and one that owns itself, come in and open", async () => {
  const file = "name,mother\n甲,乙\n乙,丙\n丙,甲\n己,己\n";
  expect(await imported(Buffer.from(file))).toMatchObject({ state: "done", created: 4, failed: 0 });
  const circle = Object.entries(await accounts()).filter(([, values]) =>
    /^[甲乙丙己]$/.test(String((values as { readonly name: string }).name)),
  );
  expect(
    circle.every(([, values]) => (values as { readonly mother: string }).mother !== null),
  ).toBe(true);
  for (const [id] of circle) {
    for (const asked of [`/records/account/${id}`, `/twin/account/${id}`]) {
      expect((await owner.get(path(asked))).status, asked).toBe(200);
    }
  }
});

it("a bomb of gzip is given up early, in an upload as in a batch of events", async () => {
  const rows = Buffer.alloc(8 * 1024 ** 2, `${"a".repeat(127)}\n`);
  const draft = await upload(gzipSync(rows, { level: 9 }));
  expect(draft.status).toBe(413);
  expect((await owner.get(path("/imports"))).body).not.toMatchObject({
    imports: expect.arrayContaining([expect.objectContaining({ rows: 0, state: "draft" })]),
  });
  const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2, " "));
  const batch = await fetch(`${test.server.url}/v1/batch`, { method: "POST", body: bomb });
  expect(batch.status).toBe(413);
});

it("an event of 10,000 properties, one nested too deep and one of no type leave the rest of their batch alone", async () => {
  const source = await owner.post(path("/sources"), { name: "site" });
  const { id, writeKey } = source.body as { readonly id: string; readonly writeKey: string };
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`p${at}`, at]));
  let deep: unknown = 1;
  for (let level = 0; level < 200; level++) deep = { deep };
  const batch = [
    { type: "track", event: "before", anonymousId: "a" },
    { type: "track", event: "wide", anonymousId: "a", properties: many },
    { type: "track", event: "deep", anonymousId: "a", properties: deep },
    { type: "nonsense", anonymousId: "a" },
    { type: "track", event: "\0\ud800", anonymousId: "a", timestamp: "99999-01-01T00:00:00Z" },
    { type: "track", event: "after", anonymousId: "a" },
  ];
  const body = JSON.stringify({ writeKey, batch });
  const sent = await fetch(`${test.server.url}/v1/batch`, { method: "POST", body });
  expect(sent.status).toBe(200);
  const { events, rejected } = (await owner.get(path(`/sources/${id}/events`))).body as {
    readonly events: readonly { readonly name: string | null }[];
    readonly rejected: readonly { readonly reason: { readonly en: string } }[];
  };
  expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(["before", "after"]));
  expect(events.length + rejected.length).toBe(batch.length);
  expect(rejected.map(({ reason }) => reason.en).join("\n")).toMatch(/nests deeper/);
  expect(rejected.map(({ reason }) => reason.en).join("\n")).toMatch(/Unknown type/);
});
