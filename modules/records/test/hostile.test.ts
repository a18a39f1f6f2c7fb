import type { UserId } from "@causeway/kernel";
import { auditMigrations } from "@causeway/platform-audit";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { buildHttpServer, type HttpServer } from "@causeway/platform-http";
import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { recordsMigrations, recordsRoutes, runImport } from "../src/index.ts";

let test: TestDatabase;
let server: HttpServer;
let workspace: WorkspaceDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ modules: [auditMigrations, recordsMigrations] });
  workspace = await test.workspace();
  const user = { id: "eve" as UserId, name: "Eve", email: "eve@example.com" };
  server = await buildHttpServer({
    routes: recordsRoutes({
      userNames: async () => new Map(),
      jobs: { send: async () => undefined },
    }),
    authenticator: { identify: async () => ({ user, via: "key" }), roleIn: async () => "owner" },
    workspace: (id) => test.database.workspace(id),
    info: { title: "test", version: "0", description: "" },
  });
});
afterAll(async () => {
  await server.app.close();
  await test.close();
});

const nastyText = fc.oneof(
  fc.constantFrom(
    "\0",
    "\ud800",
    "'; drop table record_deal; --",
    '"',
    "\\",
    "%_",
    "__proto__",
    "constructor",
    "99999-01-01T00:00:00Z",
    "0000-00-00",
    "NaN",
    "1e999",
    "\u202e\u0000\ufffe",
    "ǅ".repeat(400),
    "龘".repeat(600),
    "a".repeat(30_000),
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
);
const nasty = fc.oneof(
  nastyText,
  fc.double(),
  fc.constantFrom(null, true, 1e308, -0, 2 ** 53, [], {}, [[]], ["a", null]),
  fc.array(nastyText, { maxLength: 3 }),
);
const field = fc.constantFrom(
  "name",
  "account",
  "amount",
  "stage",
  "expected_close",
  "closed_at",
  "external_id",
  "created_at",
  "owner_id",
  "account.name",
  "nothing",
);
const object = fc.oneof(fc.constantFrom("deal", "contact", "note"), fc.constant("x'\"; --"));
const values = fc.dictionary(fc.oneof(field, nastyText), nasty, { maxKeys: 6 });
const operator = fc.constantFrom(
  "equals",
  "less",
  "contains",
  "in",
  "isEmpty",
  "withinLastDays",
  "containsAny",
);
const comparison = fc.record({
  kind: fc.constant("comparison"),
  field,
  operator,
  operands: fc.array(
    fc.record({ kind: fc.constantFrom("constant", "field"), value: nasty, field }),
    { maxLength: 2 },
  ),
});
const filter = fc.oneof(
  comparison,
  fc.record({
    kind: fc.constantFrom("all", "any", "not"),
    conditions: fc.array(comparison, { maxLength: 3 }),
    condition: comparison,
  }),
  nasty,
);
const id = "00000000-0000-7000-8000-000000000000";
const label = fc.record({ zh: nastyText, en: nastyText });

const request = fc.oneof(
  fc.record({
    method: fc.constant("POST"),
    path: object.map((name) => `records/${encodeURIComponent(name)}`),
    body: fc.record({ values, ownerId: nasty }, { requiredKeys: ["values"] }),
  }),
  fc.record({
    method: fc.constant("POST"),
    path: fc.constantFrom(
      "records/deal/query",
      "records/deal/count",
      "records/deal/board",
      "records/contact/query",
    ),
    body: fc.record(
      {
        filter,
        search: nastyText,
        after: nastyText,
        sort: fc.record({ field, direction: fc.constantFrom("asc", "desc") }),
        totalField: field,
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    method: fc.constant("PATCH"),
    path: fc.constant(`records/deal/${id}`),
    body: fc.record({ values, version: nasty }),
  }),
  fc.record({
    method: fc.constant("GET"),
    path: nastyText.map((text) => `search?q=${percent(text)}`),
    body: fc.constant(undefined),
  }),
  fc.record({
    method: fc.constant("GET"),
    path: nastyText.map(
      (text) =>
        `records/deal/export.csv?filter=${percent(text)}&columns=${percent(text)}&sort=${percent(text)}`,
    ),
    body: fc.constant(undefined),
  }),
  fc.record({
    method: fc.constant("POST"),
    path: fc.constant("views"),
    body: fc.record({
      object,
      name: nastyText,
      columns: fc.array(field, { maxLength: 3 }),
      filter,
      sort: fc.constant(null),
      shared: fc.boolean(),
    }),
  }),
  fc.record({
    method: fc.constant("POST"),
    path: fc.constant("schema/objects/note/fields"),
    body: fc.record({
      name: fc.oneof(
        fc.constantFrom("id", "select", "user", "xmin", "order"),
        fc.stringMatching(/^[a-z][a-z0-9_]{0,47}$/),
      ),
      label,
      type: fc.constantFrom("text", "select", "reference", "number", "multiSelect"),
      target: fc.constantFrom(null, "deal", "nothing"),
      unique: fc.boolean(),
      options: fc.array(fc.record({ value: fc.constantFrom("a", "b", "select"), label }), {
        maxLength: 2,
      }),
    }),
  }),
  fc.record({
    method: fc.constant("POST"),
    path: fc.constant("schema/objects"),
    body: fc.record({ name: fc.constantFrom("table", "deal", "group"), label, pluralLabel: label }),
  }),
);

/** Lone surrogates have no encoding in an address; they go as what browsers send for them. */
function percent(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

it("recordsRoutes() answer anything at all with an answer, never with a failure of their own", async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, body }) => {
      const response = await server.app.inject({
        method: method as "GET",
        url: `/api/w/${workspace.id}/${path}`,
        ...(body === undefined ? {} : { payload: body }),
      });
      if (response.statusCode >= 500) throw new Error(`${response.statusCode} ${response.body}`);
    }),
    { numRuns: 600 },
  );
}, 60_000);

it("recordsRoutes() take any bytes for a file and say what is wrong, or import them", async () => {
  const cell = fc.oneof(
    nastyText,
    fc.constantFrom("name", "account", "a@b.de", "2026-01-01", '"', ",", "\n"),
  );
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 })
      .map((rows) => Buffer.from(rows.map((row) => row.join(",")).join("\n"))),
  );
  const post = async (path: string, body: Buffer | object) => {
    const response = await server.app.inject({
      method: "POST",
      url: `/api/w/${workspace.id}/imports${path}`,
      ...(Buffer.isBuffer(body) ? { headers: { "content-type": "text/csv" } } : {}),
      payload: body,
    });
    if (response.statusCode >= 500) throw new Error(`${response.statusCode} ${response.body}`);
    return response;
  };
  await fc.assert(
    fc.asyncProperty(content, nastyText, async (payload, name) => {
      const draft = await post(`?name=${percent(name.slice(0, 50))}`, payload);
      if (draft.statusCode !== 201 || draft.json().proposal === null) return;
      const { id: importId, proposal } = draft.json();
      await post(`/${importId}/preview`, proposal);
      const { statusCode } = await post(`/${importId}/run`, proposal);
      if (statusCode !== 200) return;
      const done = await runImport(workspace, importId);
      if (done.state !== "done") throw new Error(JSON.stringify(done));
    }),
    { numRuns: 100 },
  );
}, 60_000);
