import { newId } from "@causeway/kernel";
import { onTestServer } from "@causeway/platform-database/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import {
  type Answer,
  Browser,
  becomeOwner,
  foundWorkspace,
  startTestServer,
  type TestServer,
} from "./running-server.ts";
import { crowd } from "./surface/crowd.ts";
import { type FilledWorkspace, fillWorkspace } from "./surface/fill-workspace.ts";
import { addressOf, type Operation, readSurface, type Surface } from "./surface/operations.ts";
import { fromSchema, type Leaves } from "./surface/schema-arbitrary.ts";
import { contentOf, idsOf } from "./surface/workspace-content.ts";

const isLong = process.env["CAUSEWAY_LONG_TESTS"] === "1";
/** Foreign ids tried in each place. */
const triedIds = isLong ? 400 : 1;
const seed = Number(process.env["CAUSEWAY_SEED"] ?? 20_261_125);

let test: TestServer;
let surface: Surface;
let ours: FilledWorkspace;
let theirs: FilledWorkspace;
let foreignIds: readonly string[];

beforeAll(async () => {
  test = await startTestServer();
  const owner = await becomeOwner(test.server);
  const document = await owner.get("/api/openapi.json");
  surface = readSurface(document.body);
  const [own, other] = [
    await foundWorkspace(owner, "我们"),
    await foundWorkspace(owner, "kestrel"),
  ];
  ours = await fillWorkspace(test, owner, own, "heron");
  theirs = await fillWorkspace(test, owner, other, "kestrel");
  await vi.waitUntil(() => isSettled(owner, other), { timeout: 150_000, interval: 50 });
  const shared = new Set(await idsOf(test, own));
  foreignIds = (await idsOf(test, other)).filter((id) => !shared.has(id));
});
afterAll(() => test.close());

async function isSettled(owner: Browser, workspace: string): Promise<boolean> {
  const { body } = await owner.get(`/api/w/${workspace}/status`);
  const { events, projections } = body as {
    readonly events: number;
    readonly projections: readonly { readonly behind: number }[];
  };
  return (
    events > 0 && projections.every(({ behind }) => behind === 0) && !(await hasWork(workspace))
  );
}

/** Forecasts and trainings that the first records asked for would be seen as traces of the walk. */
async function hasWork(workspace: string): Promise<boolean> {
  const waiting = await onTestServer(
    test.databaseUrl,
    `select 1 from jobs.job where state in ('created', 'retry', 'active')
       and start_after < now() + interval '1 hour' and data::text like '%${workspace}%' limit 1`,
  );
  return waiting.length > 0;
}

const anyId = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A request that names `id` in every place that can hold one. */
interface Question {
  readonly method: string;
  readonly address: string;
  readonly body: unknown;
}

function ask(operation: Operation, workspace: string, id: string, at: number): Question {
  const own = at % 2 === 0;
  const leaves: Leaves = {
    id: fc.constant(id),
    text: fc.constant(id),
    name: fc.constantFrom("deal", "account", "name", "contact", "lead", "owner"),
    json: fc.constantFrom(
      { kind: "comparison", field: "account", operator: "equals", operands: [operand(id)] },
      { kind: "comparison", field: "id", operator: "equals", operands: [operand(id)] },
      id,
    ),
    key: fc.constantFrom("account", "contact", "name", "owner", "deal", "about"),
  };
  const options = { numRuns: 1, seed: seed + at };
  const sample = (schema: Parameters<typeof fromSchema>[1]) =>
    fc.sample(fromSchema(surface, schema, leaves), options)[0];
  const values = Object.fromEntries(
    operation.parameters.map(({ name, in: where, schema, required }) => {
      if (name === "workspace") return [name, workspace];
      if (name === "object") return [name, ["deal", "contact", "lead", "account"][at % 4]];
      if (where === "path") return [name, id];
      return [name, required || own ? String(sample(schema)) : undefined];
    }),
  );
  const body =
    operation.body === "bytes"
      ? new TextEncoder().encode(`name,account\nx,${id}\n`)
      : operation.body && sample(operation.body);
  return { method: operation.method, address: addressOf(operation, values), body };
}

const operand = (value: string) => ({ kind: "constant", value });

/** What an answer tells apart from the id that was asked for, from new ids, times, and the order that names bring. */
function told({ status, body }: Answer, id: string): string {
  const asked = new RegExp(`(?<![\\w-])${id}(?![\\w-])`, "g");
  const neutral = (text: string) =>
    text
      .replaceAll(asked, "<id>")
      .replaceAll(anyId, "<id>")
      .replaceAll(/visitor-\w+(-\d+)*|\w+-visit-\d+(-\d+)*/g, "<id>")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
      .replaceAll(/(cw_|wk_|\/invitation\/)[\w-]+|^\w+…$/g, "<secret>");
  return `${status} ${JSON.stringify(inOneOrder(body, neutral)) ?? ""}`;
}

/** The same with its texts changed; lists and names in the order of what they then are. */
function inOneOrder(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const texts = value.map((each) => JSON.stringify(inOneOrder(each, change)) ?? "");
    return texts.sort();
  }
  const entries = Object.entries(value).map(
    ([key, each]) => [change(key), inOneOrder(each, change)] as const,
  );
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

let absents = 0;

/** An id of nothing, in the shape of the given one. */
function absent(id: string): string {
  absents += 1;
  if (/^\d+$/.test(id)) return String(900_000_000_000 + absents);
  // Alike in its first character, as names must begin with a letter and ids may.
  if (/^[0-9a-f-]{36}$/.test(id)) return `${id.slice(0, 1)}${newId().slice(1)}`;
  return id.replaceAll(theirs.marker, `petrel-${absents}`);
}

/** Ids that the walk itself has named: an answer may repeat them. */
const said = new Set<string>();

/** What of the other workspace stands in an answer, though nobody who asked has ever named it. */
function leaks({ body }: Answer): readonly string[] {
  const text = JSON.stringify(body) ?? "";
  const secrets = [`${theirs.marker} `, theirs.id, theirs.writeKey, ...foreignIds.filter(isLongId)];
  return secrets.filter((secret) => text.includes(secret) && !said.has(secret));
}

const isLongId = (id: string) => id.length > 20;

type Send = (question: Question) => Promise<Answer>;

/**
 * Whether asking for `id` reads like asking for nothing. What a request does changes what the next one hears (a key
 * that is named again is known): so the foreign id is asked for among ids of nothing, one of them named before; and a
 * difference counts when it comes again.
 */
async function readsLikeNothing(
  of: (asking: string) => Promise<string>,
  id: string,
): Promise<true | readonly string[]> {
  let answers: readonly string[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const nothing = absent(id);
    answers = [await of(nothing), await of(id), await of(absent(id)), await of(nothing)];
    if (answers.some((answer, at) => at !== 1 && answer === answers[1])) return true;
  }
  return answers;
}

async function walk(send: Send, operations: readonly Operation[]): Promise<number> {
  let asked = 0;
  const faults: string[] = [];
  for (const [at, operation] of operations.entries()) {
    const name = `${operation.method} ${operation.path}`;
    const tried = fc.sample(fc.constantFrom(...foreignIds), { numRuns: triedIds, seed: seed + at });
    for (const id of new Set(tried)) {
      const turn = at + asked;
      const question = (asking: string) => ask(operation, ours.id, asking, turn);
      const of = async (asking: string) => {
        said.add(asking);
        const answer = await send(question(asking));
        for (const secret of leaks(answer)) faults.push(`${name} tells ${secret}`);
        return told(answer, asking);
      };
      asked += 1;
      const namesId = JSON.stringify(question(id)) !== JSON.stringify(question(absent(id)));
      const verdict = namesId ? await readsLikeNothing(of, id) : (await of(id)) !== "";
      if (verdict === true) continue;
      const shown = [verdict].flat().map((text) => String(text).slice(0, 600));
      faults.push(`${name} with ${id}:\n  ${shown.join("\n  ")}`);
    }
  }
  expect(faults, faults.slice(0, 5).join("\n")).toEqual([]);
  return asked;
}

/** Keys of several owners, who take turns. */
async function keysOf(size: number): Promise<() => string> {
  const next = await crowd(test, ours.id, "owner", size);
  const keys: string[] = [];
  while (keys.length < size) {
    const made = await next().post(`/api/w/${ours.id}/api-keys`, { name: "walk", role: "owner" });
    keys.push((made.body as { readonly key: string }).key);
  }
  let turn = 0;
  return () => {
    turn += 1;
    return keys[turn % size] ?? "";
  };
}

const ownOperations = () =>
  surface.operations.filter(
    ({ path, method }) =>
      path.startsWith("/api/w/{workspace}/") &&
      !path.endsWith("/live") &&
      !(method === "DELETE" && /\/demo$/.test(path)),
  );

it("another workspace's ids, in every place of every operation, read like ids of nothing, for each role and for keys", async () => {
  const before = await contentOf(test, theirs.id);
  expect(foreignIds.length).toBeGreaterThan(20);
  let asked = 0;
  for (const role of ["member", "admin", "owner"] as const) {
    const next = await crowd(test, ours.id, role, isLong ? 12 : 3);
    asked += await walk(
      ({ method, address, body }) => next().send(method, address, body),
      ownOperations(),
    );
  }
  const nextKey = await keysOf(isLong ? 12 : 3);
  asked += await walk(
    ({ method, address, body }) =>
      new Browser(test.server.url).send(method, address, body, {
        authorization: `Bearer ${nextKey()}`,
      }),
    ownOperations(),
  );
  expect(asked).toBeGreaterThan(200);
  expect(await contentOf(test, theirs.id)).toEqual(before);
  if (isLong) {
    const counts = `${ownOperations().length} operations, ${foreignIds.length} ids`;
    process.stdout.write(
      `${counts}, ${asked} questions as member, admin, owner and key: nothing told\n`,
    );
  }
}, 600_000);
