import { type SourceId, systemClock } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { createTestDatabase, type TestDatabase } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import {
  catchUpProjections,
  createEventWriter,
  createSource,
  type EventProjection,
  ingest,
  type Projection,
  type ProjectionRunner,
  projectionStatus,
  rebuiltSince,
  resetProjection,
  runProjections,
  startProjectionRunner,
  touchpointsMigrations,
} from "../src/index.ts";
import { insertWithin } from "../src/ingest/insert-events.ts";
import { lookAhead } from "../src/projections/projection-status.ts";
import { parseEvent } from "../src/wire/parse-event.ts";
import { seenMigrations, seenProjection } from "./seen-projection.ts";

const seen: EventProjection = seenProjection;

/** Far below the poll that must not be waited for; a transaction of another database of the server may hold events up. */
const aimed = { timeout: 50_000 };

let test: TestDatabase;
let runner: ProjectionRunner | undefined;
beforeAll(async () => {
  test = await createTestDatabase({ modules: [touchpointsMigrations, seenMigrations] });
});
afterEach(async () => {
  await runner?.close();
  runner = undefined;
});
afterAll(() => test.close());

async function workspaceWithSource() {
  const workspace = await test.workspace();
  const { id } = await createSource(workspace, { name: "Test" });
  return { workspace, source: id as SourceId };
}

function delivery(source: SourceId, ...messageIds: readonly string[]) {
  const events = messageIds.map((messageId) => {
    const verdict = parseEvent(
      { type: "track", event: "Seen", userId: "u1", messageId },
      {
        receivedAt: new Date(),
        sentAt: null,
        type: null,
        context: {},
        ip: null,
        history: false,
      },
    );
    if (!verdict.ok) throw new Error(verdict.reason.en);
    return verdict.event;
  });
  return { source, events, rejected: [] };
}

function store(workspace: WorkspaceDatabase, source: SourceId, ...ids: readonly string[]) {
  const batch = ids.map((messageId) => ({ type: "track", event: "Seen", userId: "u1", messageId }));
  return storeBatch(workspace, source, batch);
}

async function storeBatch(
  workspace: WorkspaceDatabase,
  source: SourceId,
  batch: readonly Record<string, unknown>[],
) {
  const writer = createEventWriter({ clock: systemClock });
  const request = { source: { source, history: false }, payload: { batch }, type: null, ip: null };
  await ingest({ workspace, ...request }, writer, systemClock);
}

async function seenIn(workspace: WorkspaceDatabase): Promise<readonly string[]> {
  const { rows } = await workspace.transaction((trx) =>
    sql<{ message_id: string }>`select message_id from seen order by position`.execute(trx),
  );
  return rows.map((row) => row.message_id);
}

it("runProjections() does not skip an event whose transaction commits after a later one", async () => {
  const { workspace, source } = await workspaceWithSource();
  const other = (await createSource(workspace, { name: "Other" })).id as SourceId;
  await store(workspace, source, "before");
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let inserted = () => {};
  const waiting = new Promise<void>((resolve) => {
    inserted = resolve;
  });
  const slow = workspace.transaction(async (trx) => {
    await insertWithin(trx, workspace.id, [delivery(other, "late")]);
    inserted();
    await held;
  });
  await waiting;
  await store(workspace, source, "early");
  await expect
    .poll(() => runProjections(workspace, [seen]).then(() => seenIn(workspace)))
    .toEqual(["before"]);
  await runProjections(workspace, [seen]);
  const meanwhile = await seenIn(workspace);
  release();
  await slow;
  await expect
    .poll(() => runProjections(workspace, [seen]).then(() => seenIn(workspace)))
    .toEqual(["before", "late", "early"]);
  expect(meanwhile).toEqual(["before"]);
});

it("runProjections() moves the cursor and the effects together, or neither", async () => {
  const { workspace, source } = await workspaceWithSource();
  await store(workspace, source, "a", "b", "c");
  let crashes = 2;
  const crashing: Projection = {
    ...seen,
    async apply(trx, events) {
      await seen.apply(trx, events);
      if (crashes-- > 0) throw new Error("killed between effect and cursor");
    },
  };
  await expect(catchUpProjections(workspace, [crashing])).rejects.toThrow("killed");
  expect(await seenIn(workspace)).toEqual([]);
  const [status] = await workspace.transaction(projectionStatus);
  expect(status).toMatchObject({ behind: 3, error: "killed between effect and cursor" });
  await expect(catchUpProjections(workspace, [crashing])).rejects.toThrow("killed");
  await catchUpProjections(workspace, [crashing]);
  expect(await seenIn(workspace)).toEqual(["a", "b", "c"]);
  const [healed] = await workspace.transaction(projectionStatus);
  expect(healed).toMatchObject({ behind: 0, error: null });
});

it("runProjections() applies each event once when several runners compete", async () => {
  const { workspace, source } = await workspaceWithSource();
  const ids = Array.from({ length: 600 }, (_, index) => `m${index}`);
  for (let at = 0; at < ids.length; at += 60)
    await store(workspace, source, ...ids.slice(at, at + 60));
  await Promise.all(Array.from({ length: 4 }, () => runProjections(workspace, [seen])));
  await catchUpProjections(workspace, [seen]);
  expect(await seenIn(workspace)).toEqual(ids);
});

it("runProjections() shows a projection the events it selects, and passes all", async () => {
  const { workspace, source } = await workspaceWithSource();
  // Of the first batch that a projection is shown, nothing is selected.
  const batch = Array.from({ length: 700 }, (_, index) => {
    const messageId = `m${index}`;
    if (index === 620) return { type: "identify", userId: "u1", messageId };
    const event = index > 500 && index % 40 === 9 ? "Asked" : "Seen";
    return { type: "track", event, userId: "u1", messageId };
  });
  await storeBatch(workspace, source, batch);
  const selective: Projection = {
    ...seen,
    only: { types: ["identify"], names: ["Asked", "Never"] },
  };
  const heads: string[] = [];
  const counting: Projection = {
    name: "counting",
    reads: "heads",
    apply: async (_, events) => {
      heads.push(...events.map(({ id }) => id));
    },
    reset: async () => undefined,
  };
  await catchUpProjections(workspace, [selective, counting]);
  const chosen = batch.filter(({ type, event }) => type === "identify" || event === "Asked");
  expect(chosen).toHaveLength(6);
  expect(await seenIn(workspace)).toEqual(chosen.map(({ messageId }) => messageId));
  expect(new Set(heads).size).toBe(700);
  const status = await workspace.transaction(projectionStatus);
  expect(status.map(({ name, behind }) => [name, behind])).toEqual([
    ["counting", 0],
    ["seen", 0],
  ]);
});

it("runProjections() gives a dependent projection no event that its ground has not seen", async () => {
  const { workspace, source } = await workspaceWithSource();
  await store(workspace, source, "a", "b");
  const dependent: Projection = {
    name: "dependent",
    after: ["seen"],
    async apply(trx, events) {
      for (const event of events) {
        const found = await sql`select 1 from seen where event_id = ${event.id}::bigint`.execute(
          trx,
        );
        expect(found.rows).toHaveLength(1);
      }
      await sql`insert into counts values ('dependent', ${events.length})
        on conflict (name) do update set total = counts.total + excluded.total`.execute(trx);
    },
    reset: async (trx) => {
      await sql`delete from counts`.execute(trx);
    },
  };
  const failing: Projection = {
    ...seen,
    apply: async () => {
      throw new Error("not today");
    },
  };
  await expect(catchUpProjections(workspace, [dependent, failing])).rejects.toThrow("not today");
  const count = () =>
    workspace.transaction(async (trx) => (await sql`select total from counts`.execute(trx)).rows);
  expect(await count()).toEqual([]);
  await catchUpProjections(workspace, [dependent, seen]);
  expect(await count()).toEqual([{ total: 2 }]);
  await resetProjection(workspace, [dependent, seen], "seen");
  expect(await count()).toEqual([]);
  await catchUpProjections(workspace, [dependent, seen]);
  expect(await count()).toEqual([{ total: 2 }]);
  expect(await seenIn(workspace)).toEqual(["a", "b"]);
});

it("runProjections() computes again what code of another version computed, and what builds on it", async () => {
  const { workspace, source } = await workspaceWithSource();
  const resets: string[] = [];
  const dependent: Projection = {
    name: "dependent",
    after: ["seen"],
    apply: async () => undefined,
    reset: async () => {
      resets.push("dependent");
    },
  };
  await store(workspace, source, "a", "b");
  await catchUpProjections(workspace, [seen, dependent]);
  await workspace.transaction((trx) => sql`delete from seen where message_id = 'a'`.execute(trx));
  await catchUpProjections(workspace, [seen, dependent]);
  expect([await seenIn(workspace), resets]).toEqual([["b"], []]);
  for (const _start of [1, 2])
    await catchUpProjections(workspace, [{ ...seen, version: 2 }, dependent]);
  expect([await seenIn(workspace), resets]).toEqual([["a", "b"], ["dependent"]]);
});

it("runProjections() marks what is computed again until it has come to where the log ended, or what was there is gone", async () => {
  const { workspace, source } = await workspaceWithSource();
  const ends: string[] = [];
  const watched: Projection = {
    ...seen,
    rebuilt: async () => {
      ends.push("seen");
    },
  };
  const isMarked = async () =>
    (await workspace.transaction((trx) => rebuiltSince(trx, "seen"))) !== null;
  await store(workspace, source, "a", "b");
  await catchUpProjections(workspace, [watched]);
  expect([await isMarked(), ends]).toEqual([false, []]);
  await resetProjection(workspace, [watched], "seen");
  const halfWay = { ...watched, apply: () => Promise.reject(new Error("half way")) };
  await expect(runProjections(workspace, [halfWay])).rejects.toThrow("half way");
  expect([await isMarked(), ends]).toEqual([true, []]);
  await catchUpProjections(workspace, [watched]);
  expect([await isMarked(), ends]).toEqual([false, ["seen"]]);

  await resetProjection(workspace, [watched], "seen");
  await workspace.transaction((trx) => sql`delete from events`.execute(trx));
  await runProjections(workspace, [watched]);
  expect([await isMarked(), ends]).toEqual([false, ["seen", "seen"]]);
});

it("startProjectionRunner() applies events that arrive, without waiting for the poll", async () => {
  const { workspace, source } = await workspaceWithSource();
  const errors: unknown[] = [];
  runner = await startProjectionRunner({
    database: test.database,
    projections: [seen],
    onError: (error) => errors.push(error),
    pollMs: 600_000,
  });
  await store(workspace, source, "a");
  await expect.poll(() => seenIn(workspace), aimed).toEqual(["a"]);
  await store(workspace, source, "b", "c");
  await expect.poll(() => seenIn(workspace), aimed).toEqual(["a", "b", "c"]);
  expect(errors).toEqual([]);
});

it("startProjectionRunner() does not wait for the next event after a long transaction ended", async () => {
  const { workspace, source } = await workspaceWithSource();
  runner = await startProjectionRunner({
    database: test.database,
    projections: [seen],
    onError: () => undefined,
    pollMs: 600_000,
  });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = () => {};
  const isOpen = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const long = workspace.transaction(async (trx) => {
    await sql`insert into counts values ('long', 1)`.execute(trx);
    begun();
    await held;
  });
  await isOpen;
  const ahead = () => workspace.transaction(lookAhead, { readOnly: true });
  await store(workspace, source, "a");
  const whileOpen = expect.poll(ahead, aimed).toBe("not-final");
  await whileOpen.finally(release);
  await long;
  await expect.poll(() => seenIn(workspace), aimed).toEqual(["a"]);
  expect(await ahead()).toBe("nothing");
});

it("createEventWriter() refuses one value that PostgreSQL cannot store, not its neighbours", async () => {
  const { workspace, source } = await workspaceWithSource();
  const writer = createEventWriter({ clock: systemClock });
  const { events } = delivery(source, "a", "b", "c", "d");
  const broken = events.map((event, at) => (at === 2 ? { ...event, payload: "{" } : event));
  await writer.write(workspace, { source, events: broken, rejected: [] });
  const { rows } = await workspace.transaction((trx) =>
    sql<{ found: string }>`select message_id as found from events
      union all select payload->>'messageId' || ' refused' from rejected_events order by 1`.execute(
      trx,
    ),
  );
  expect(rows.map((row) => row.found)).toEqual(["a", "b", "c refused", "d"]);
});

it("createEventWriter() refuses early, with a code that clients retry, when its queue is full", async () => {
  const { workspace, source } = await workspaceWithSource();
  const writer = createEventWriter({ clock: systemClock, maxQueuedBytes: 20_000 });
  const attempts = Array.from({ length: 60 }, (_, index) =>
    writer.write(workspace, delivery(source, `m${index}`)),
  );
  const outcomes = await Promise.allSettled(attempts);
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ reason: { code: "rate-limited" } });
  const stored = await workspace.transaction((trx) => sql`select 1 from events`.execute(trx));
  expect(stored.rows).toHaveLength(outcomes.length - refused.length);
  expect(writer.queuedBytes).toBe(0);
});
