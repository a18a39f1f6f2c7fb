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
import { contentOf, idsOf, numberFromAfar } from "./surface/workspace-content.ts";

const isLong = process.env["CAUSEWAY_LONG_TESTS"] === "1";
/** Foreign ids tried in each place. */
const triedIds = isLong ? 400 : 1;
const limitMs = isLong ? 1_800_000 : 600_000;
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
  await numberFromAfar(test, other);
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
      ? fileOf(`name,account\nx,${id}\n`, values["encoding"])
      : operation.body && sample(operation.body);
  return { method: operation.method, address: addressOf(operation, values), body };
}

/** A text file in the encoding that the request names: read in another, an id is no id but other words. */
function fileOf(text: string, encoding: string | undefined): Uint8Array {
  if (!encoding?.startsWith("utf-16")) return new TextEncoder().encode(text);
  const bytes = Buffer.from(text, "utf16le");
  return new Uint8Array(encoding === "utf-16be" ? bytes.swap16() : bytes);
}

const operand = (value: string) => ({ kind: "constant", value });

/** Ids that the walk itself has named: an answer may repeat them. */
const said = new Set<string>();

/** What an answer tells, with all that asking alone changes made alike. */
interface Told {
  readonly whole: string;
  /** Entries of its lists that name the id that was asked for. */
  readonly entries: readonly string[];
}

/**
 * What an answer tells apart from the id that was asked for, from those that were named before (a list shows what was
 * saved under them), from new ids, times, and the order that names bring.
 */
function told({ status, body }: Answer, id: string): Told {
  const asked = new RegExp(`(?<![\\w-])${id}(?![\\w-])`, "g");
  // A label is asked what name it would get: the id once more, in other letters.
  const spelled = id.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  const neutral = (text: string) => {
    if (said.has(text) || text === spelled || text === `n_${spelled}`) return "<id>";
    return text
      .replaceAll(asked, "<id>")
      .replaceAll(anyId, "<id>")
      .replaceAll(/visitor-\w+(-\d+)*|\w+-visit-\d+(-\d+)*/g, "<id>")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
      .replaceAll(/(cw_|wk_|\/invitation\/)[\w-]+|^\w+…$/g, "<secret>");
  };
  const tell = (value: unknown) => JSON.stringify(inOneOrder(value, neutral)) ?? "";
  return { whole: `${status} ${tell(body)}`, entries: entriesNaming(id, body).map(tell) };
}

/** Entries of the outermost lists that have the text. */
function entriesNaming(text: string, value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (!Array.isArray(value)) {
    return Object.values(value).flatMap((each) => entriesNaming(text, each));
  }
  const quoted = JSON.stringify(text);
  return value.filter((each) => JSON.stringify(each)?.includes(quoted));
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

/** What of the other workspace stands in an answer, though nobody who asked has ever named it. */
function leaks({ body }: Answer): readonly string[] {
  const text = JSON.stringify(body) ?? "";
  const secrets = [`${theirs.marker} `, theirs.id, theirs.writeKey, ...foreignIds.filter(isLongId)];
  return secrets.filter((secret) => text.includes(secret) && !said.has(secret));
}

const isLongId = (id: string) => id.length > 9;

type Send = (question: Question) => Promise<Answer>;

/** For each id that is asked for an id of nothing, which is named in the same places and as often. */
const twins = new Map<string, string>();

function twinOf(id: string): string {
  const twin = twins.get(id) ?? absent(id);
  twins.set(id, twin);
  return twin;
}

/**
 * Whether asking for `id` reads like asking for nothing. What a request does changes what the next one hears (a key
 * that is named again is known, a record of that name is found): so a twin of nothing has all the history of the id, and
 * a difference counts when it comes again. A list that shows everything written so far reads alike whatever it says of
 * the id, so what it says of it must be said of its twin as well.
 */
async function readsLikeNothing(
  of: (asking: string) => Promise<Told>,
  id: string,
): Promise<true | readonly string[]> {
  const twin = twinOf(id);
  let answers: readonly Told[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const [first, asked, again] = [await of(twin), await of(id), await of(twin)];
    await of(id);
    const isSaidOfBoth = [first, again].some(
      ({ entries }) =>
        entries.length === 0 ||
        asked.entries.length === 0 ||
        entries.every((entry) => asked.entries.includes(entry)),
    );
    if (isSaidOfBoth && [first, again].some(({ whole }) => whole === asked.whole)) return true;
    answers = [first, asked, again];
  }
  return answers.flatMap(({ whole, entries }) => [whole, `of it: ${entries.join(", ")}`]);
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
      const verdict = namesId ? await readsLikeNothing(of, id) : (await of(id)).whole !== "";
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

it(
  "another workspace's ids, in every place of every operation, read like ids of nothing, for each role and for keys",
  async () => {
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
  },
  limitMs,
);
