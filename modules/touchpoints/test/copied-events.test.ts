import type { SourceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commitDeliveries } from "../src/ingest/commit-deliveries.ts";
import { copyDeliveries } from "../src/ingest/copy-events.ts";
import { type Delivery, insertDeliveries } from "../src/ingest/insert-events.ts";
import { ensurePartitions } from "../src/log/ensure-partitions.ts";
import { type IngestionServer, readLog, startIngestionServer } from "../src/testing/index.ts";
import { eventTypes, type ParsedEvent } from "../src/wire/parse-event.ts";

let server: IngestionServer;
beforeAll(async () => {
  server = await startIngestionServer();
});
afterAll(() => server.close());

const text = fc
  .string({ unit: "binary", minLength: 1, maxLength: 30 })
  .map((value) => value.replaceAll("\0", "零"));
const time = fc.date({
  min: new Date("0001-01-01"),
  max: new Date("9999-12-31"),
  noInvalidDate: true,
});
const payload = fc
  .tuple(fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ unit: "grapheme" })), fc.boolean())
  .map(([object, isBytes]) => {
    const json = JSON.stringify(object).replaceAll("\\u0000", "");
    return isBytes ? Buffer.from(json) : json;
  });
const event: fc.Arbitrary<ParsedEvent> = fc.record({
  messageId: fc.uuid(),
  type: fc.constantFrom(...eventTypes),
  name: fc.option(text),
  userId: fc.option(text),
  anonymousId: fc.option(text),
  occurredAt: time,
  receivedAt: time,
  originalMonth: fc.constantFrom("2026-11-01", "2026-12-01"),
  timeFlag: fc.constantFrom(null, "future", "past") as fc.Arbitrary<ParsedEvent["timeFlag"]>,
  payload,
});

/** What the log holds, but for what each write makes anew. */
async function logOf(workspace: WorkspaceDatabase): Promise<readonly unknown[]> {
  const found = await workspace.transaction((trx) =>
    sql`select message_id, original_month::text, type, name, user_id, anonymous_id, occurred_at, received_at, time_flag,
      payload::text from events order by id`.execute(trx),
  );
  return found.rows;
}

async function hoursOf(workspace: WorkspaceDatabase): Promise<unknown> {
  const found = await workspace.transaction((trx) =>
    sql`select sum(accepted)::int as accepted, sum(duplicates)::int as duplicates, sum(rejected)::int as rejected
      from source_hours`.execute(trx),
  );
  return found.rows[0];
}

it("copyDeliveries() writes what insertDeliveries() writes", async () => {
  const [one, other] = [await server.newSource(), await server.newSource()];
  const months = new Set(["2026-11-01", "2026-12-01"]);

  for (const { workspace } of [one, other]) await ensurePartitions(workspace, months, new Date());
  const groups = fc.array(fc.array(event, { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(groups, async (lists) => {
      const deliveriesOf = (source: { readonly id: string }): readonly Delivery[] =>
        lists.map((events) => ({ source: source.id as SourceId, events, rejected: [] }));
      await copyDeliveries(one.workspace, deliveriesOf(one.source), { turn: 0 });
      await insertDeliveries(other.workspace, deliveriesOf(other.source), { turn: 0 });
      expect(await logOf(one.workspace)).toEqual(await logOf(other.workspace));
      expect(await hoursOf(one.workspace)).toEqual(await hoursOf(other.workspace));
    }),
    { numRuns: 60 },
  );
});

/** Events that are alike but for their ids. */
function deliveryOf(source: { readonly id: string }, ...messageIds: readonly string[]): Delivery {
  const [like] = fc.sample(event, { numRuns: 1, seed: 1 });
  if (like === undefined) throw new Error("No event");
  const events = messageIds.map((messageId) => ({ ...like, messageId }));
  return { source: source.id as SourceId, events, rejected: [] };
}

it("commitDeliveries() inserts what cannot be copied: a message id that is known, here or in the log", async () => {
  const { workspace, source } = await server.newSource();
  const seen: string[] = [];
  const attempts = {
    isWorthIt: () => true,
    succeeded: () => void seen.push("copied"),
    failed: () => void seen.push("inserted"),
  };
  const written: string[] = [];
  const commit = (...messageIds: readonly string[]) =>
    commitDeliveries(
      workspace,
      [deliveryOf(source, ...messageIds)],
      { turn: 0, onWritten: () => void written.push(messageIds.join()) },
      attempts,
    );
  // Makes the partition.
  await server.writer.write(workspace, deliveryOf(source, "first"));
  await commit("a", "b");
  await commit("c", "c");
  await commit("b", "d");
  await commit("e");
  expect(seen).toEqual(["copied", "inserted", "inserted", "copied"]);
  expect(written).toEqual(["a,b", "c,c", "b,d", "e"]);
  const ids = (await readLog(workspace)).map((row) => row.message_id);
  expect(ids).toEqual(["first", "a", "b", "c", "d", "e"]);
  expect(await hoursOf(workspace)).toEqual({ accepted: 6, duplicates: 2, rejected: 0 });
});

it("EventWriter loses and doubles nothing while it inserts for a time, after a message id that was known", async () => {
  const { workspace, source } = await server.newSource();
  const write = (id: string) => server.writer.write(workspace, deliveryOf(source, id));
  await write("first");
  await write("first");
  for (let at = 0; at < 18; at++) await write(`n${at}`);
  const ids = (await readLog(workspace)).map((row) => row.message_id);
  expect(ids).toEqual(["first", ...Array.from({ length: 18 }, (_, at) => `n${at}`)]);
  expect(await hoursOf(workspace)).toEqual({ accepted: 19, duplicates: 1, rejected: 0 });
});
