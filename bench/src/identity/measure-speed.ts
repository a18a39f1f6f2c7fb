import { identityProjection } from "@causeway/module-identity";
import { catchUpProjections } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import { openWorkspace } from "./open-workspace.ts";
import { eventSender } from "./send-events.ts";

export interface Speed {
  readonly identifiers: number;
  readonly eventsPerSecond: number;
  /** Of one event, from its commit to its person, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** How fast events find their person among so many identifiers: one by one, and in bulk. */
export async function measureSpeed(
  identifiers: number,
  singles: number,
  bulk: number,
): Promise<Speed> {
  const opened = await openWorkspace();
  try {
    const { workspace } = opened;
    await fill(workspace, identifiers);
    const send = await eventSender(workspace);
    let count = 0;
    const event = () => {
      count++;
      const person = Math.floor((count * 7_919) % (identifiers / 2));
      return {
        type: "identify" as const,
        messageId: `speed-${count}`,
        timestamp: new Date(Date.UTC(2026, 0, 1) + count * 1_000).toISOString(),
        anonymousId: `browser-${person}`,
        traits: { email: `person-${person}@example.cn` },
        context: { ip: `58.${person % 250}.3.4`, userAgent: "Chrome" },
      };
    };
    const project = () => catchUpProjections(workspace, [identityProjection]);
    await send([event()]);
    await project();
    const times: number[] = [];
    for (let at = 0; at < singles; at++) {
      await send([event()]);
      const startedAt = performance.now();
      await project();
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    await send(Array.from({ length: bulk }, event));
    const startedAt = performance.now();
    await project();
    const seconds = (performance.now() - startedAt) / 1_000;
    const at = (share: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return { identifiers, eventsPerSecond: bulk / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
  } finally {
    await opened.close();
  }
}

/** People with an address and a browser each, as the projection would have written them. */
async function fill(workspace: WorkspaceDatabase, identifiers: number): Promise<void> {
  const step = 100_000;
  for (let from = 0; from < identifiers / 2; from += step) {
    const to = Math.min(identifiers / 2, from + step) - 1;
    await workspace.transaction(async (trx) => {
      await sql`insert into profiles (id, canonical_id, founder_kind, founder_value, known, founded_by,
          first_seen, last_seen, events)
        select id, id, 'email', 'filled-' || n, true, 0, now(), now(), 1
        from (select n, md5('person-' || n)::uuid as id from generate_series(${from}::int, ${to}::int) n) p`.execute(
        trx,
      );
      await sql`insert into identifiers (kind, value, profile_id, first_seen, last_seen, known_at)
        select kind, value, md5('person-' || n)::uuid, now(), now(), now()
        from generate_series(${from}::int, ${to}::int) n,
          lateral (values ('email', 'person-' || n || '@example.cn'),
                          ('anonymous_id', 'browser-' || n)) as v(kind, value)`.execute(trx);
    });
  }
}
