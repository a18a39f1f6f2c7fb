import fc, { type Arbitrary } from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Answer,
  type Browser,
  becomeOwner,
  foundWorkspace,
  startTestServer,
  type TestServer,
} from "./running-server.ts";
import { crowd } from "./surface/crowd.ts";
import { type FilledWorkspace, fillWorkspace } from "./surface/fill-workspace.ts";
import { brokenBodies, nastyText, nastyValue } from "./surface/nasty.ts";
import { addressOf, type Operation, readSurface, type Surface } from "./surface/operations.ts";
import { fromSchema, type Leaves } from "./surface/schema-arbitrary.ts";
import { idsOf } from "./surface/workspace-content.ts";

const isLong = process.env["CAUSEWAY_LONG_TESTS"] === "1";
/** Requests made up for each operation. */
const tries = isLong ? 40 : 4;
const seed = Number(process.env["CAUSEWAY_SEED"] ?? 20_261_125);

/** A line of the table of a long run: what was sent, operations, requests, refused, faults. */
const say = (line: string) => isLong && process.stdout.write(`${line}\n`);

let test: TestServer;
let surface: Surface;
let ours: FilledWorkspace;
let people: () => Browser;
let leaves: Leaves;

beforeAll(async () => {
  test = await startTestServer();
  const owner = await becomeOwner(test.server);
  surface = readSurface((await owner.get("/api/openapi.json")).body);
  ours = await fillWorkspace(test, owner, await foundWorkspace(owner, "我们"), "heron");
  people = await crowd(test, ours.id, "owner", isLong ? 24 : 4);
  leaves = leavesWith(await idsOf(test, ours.id));
});
afterAll(() => test.close());

function leavesWith(ids: readonly string[]): Leaves {
  const field = fc.constantFrom("name", "amount", "stage", "account", "expected_close", "owner_id");
  const comparison = fc.record({
    kind: fc.constant("comparison"),
    field: fc.oneof(field, fc.constant("account.name"), nastyText),
    operator: fc.constantFrom("equals", "less", "contains", "in", "isEmpty", "withinLastDays"),
    operands: fc.array(
      fc.record({ kind: fc.constantFrom("constant", "field"), value: nastyValue, field }),
      { maxLength: 2 },
    ),
  });
  const group = fc.record({
    kind: fc.constantFrom("all", "any", "not"),
    conditions: fc.array(comparison, { maxLength: 3 }),
    condition: comparison,
  });
  const names = fc.constantFrom(
    "deal",
    "account",
    "contact",
    "machine",
    "note",
    "name",
    "a",
    "xmin",
  );
  return {
    text: fc.oneof(fc.constantFrom("压缩机", "name"), nastyText),
    id: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...ids) }, nastyText),
    name: fc.oneof({ weight: 5, arbitrary: names }, fc.stringMatching(/^[a-z][a-z0-9_]{0,47}$/)),
    json: fc.oneof(comparison, group, nastyValue),
    key: fc.oneof(field, nastyText),
    spoiled: nastyValue,
  };
}

interface Made {
  readonly address: string;
  readonly body: unknown;
}

function requestTo(operation: Operation): Arbitrary<Made> {
  const parameters = operation.parameters.map(({ name, in: where, schema, required }) => {
    if (name === "workspace") return [name, fc.constant(ours.id)] as const;
    const sound = name === "object" ? leaves.name : fromSchema(surface, schema, leaves);
    const value = fc.oneof(
      {
        weight: 4,
        arbitrary: sound.map((one) =>
          typeof one === "object" ? JSON.stringify(one) : String(one),
        ),
      },
      nastyText,
    );
    return [
      name,
      required || where === "path" ? value : fc.option(value, { nil: undefined }),
    ] as const;
  });
  const body =
    operation.body === "bytes"
      ? fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          nastyText.map((text) => new TextEncoder().encode(text)),
        )
      : operation.body === undefined
        ? fc.constant(undefined)
        : fromSchema(surface, operation.body, leaves);
  return fc
    .record({ values: fc.record(Object.fromEntries(parameters)), body })
    .map(({ values, body: made }) => ({ address: addressOf(operation, values), body: made }))
    .filter(({ body: made }) => !foundsDemo(made));
}

/** Its 80,000 events would be read behind everything else that is asked. */
function foundsDemo(body: unknown): boolean {
  return typeof body === "object" && body !== null && "start" in body && body.start === "demo";
}

const problem = expect.objectContaining({
  type: expect.stringMatching(/^urn:causeway:problem:/),
  title: expect.any(String),
  code: expect.any(String),
  detail: expect.stringMatching(/\S/),
  issues: expect.any(Array),
  requestId: expect.any(String),
});

/** What is wrong with an answer itself; whatever was asked, the server must not fail and must say what it minds. */
function fault({ status, body }: Answer): string | undefined {
  // A machine that is busy elsewhere may have no connection to give; that is said, and no failure.
  if (status === 503) return undefined;
  if (status >= 500)
    return `failed with ${status} ${JSON.stringify(body)} ${test.errors.at(-1)?.slice(0, 800)}`;
  if (status < 400) return undefined;
  if (!problem.asymmetricMatch(body))
    return `is refused without a problem: ${JSON.stringify(body)}`;
  const { code, issues } = body as { readonly code: string; readonly issues: readonly object[] };
  if (code === "bad-input" && issues.length === 0) return `names no place: ${JSON.stringify(body)}`;
  return undefined;
}

/** What would end the test itself: the workspace, and sessions of the people who ask. */
const leftAlone =
  /^(DELETE \/api\/w\/\{workspace\}|DELETE .*\/(members\/\{user\}|demo)|POST .*sign-out|GET .*\/live)$/;
const fuzzed = () =>
  surface.operations.filter(({ method, path }) => !leftAlone.test(`${method} ${path}`));

it("every operation answers anything at all, never with a failure of its own, and names the place of what is wrong", async () => {
  const faults: string[] = [];
  let refused = 0;
  for (const operation of fuzzed()) {
    const { method, path } = operation;
    for (const { address, body } of fc.sample(requestTo(operation), { numRuns: tries, seed })) {
      const answer = await people().send(method, address, body, credentials(operation));
      if (answer.status >= 400) refused += 1;
      const found = fault(answer);
      if (found) faults.push(`${method} ${path} ${found}\n  ${shown(address, body)}`);
    }
  }
  say(
    `| any input | ${fuzzed().length} | ${fuzzed().length * tries} | ${refused} | ${faults.length} |`,
  );
  expect(refused).toBeGreaterThan(50);
  expect(faults, faults.slice(0, 20).join("\n")).toEqual([]);
}, 900_000);

const shown = (address: string, body: unknown) =>
  `${address.slice(0, 200)} ${body instanceof Uint8Array ? `${body.length} bytes` : JSON.stringify(body)?.slice(0, 300)}`;

it("every operation with a body refuses one that is broken, deep or no JSON", async () => {
  const faults: string[] = [];
  const bodies = Object.entries(brokenBodies);
  const operations = fuzzed().filter(({ body }) => body !== undefined);
  for (const [at, operation] of operations.entries()) {
    // They all go through one parser: in a short run each operation gets some, and together they get all.
    const some = isLong ? bodies : bodies.filter((_, index) => (index + at) % 5 === 0);
    for (const [name, body] of some) {
      const found = fault(await sendBytes(operation, body));
      if (found) faults.push(`${operation.method} ${operation.path} on ${name} ${found}`);
    }
  }
  const sent = isLong ? operations.length * bodies.length : 0;
  say(`| broken bodies | ${operations.length} | ${sent} | | ${faults.length} |`);
  expect(operations.length).toBeGreaterThan(30);
  expect(faults, faults.slice(0, 20).join("\n")).toEqual([]);
}, 600_000);

function sendBytes(operation: Operation, body: string | Uint8Array): Promise<Answer> {
  const filler: Readonly<Record<string, string>> = { workspace: ours.id, object: "deal" };
  const values = Object.fromEntries(
    operation.parameters.map(({ name }) => [name, filler[name] ?? "x"]),
  );
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const type = operation.body === "bytes" ? "text/csv" : "application/json";
  const headers = { "content-type": type, ...credentials(operation) };
  return people().send(operation.method, addressOf(operation, values), bytes, headers);
}

/** Sources show their write key; everybody else is signed in. */
function credentials({ security }: Operation): Readonly<Record<string, string>> {
  if (!security.includes("writeKey")) return {};
  return { authorization: `Basic ${Buffer.from(`${ours.writeKey}:`).toString("base64")}` };
}
