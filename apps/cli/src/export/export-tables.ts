import type { TouchpointTables } from "@causeway/module-touchpoints";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Cell } from "./csv.ts";

export type Row = Readonly<Record<string, Cell>>;

const pageSize = 2_000;

/** Every event of the log in the order it was written, page by page. */
export async function* eventRows(workspace: WorkspaceDatabase): AsyncGenerator<readonly Row[]> {
  let after = { txId: "0", id: 0 };
  for (;;) {
    const { txId, id } = after;
    const rows = await workspace.transaction(
      (trx) =>
        trx
          .$extendTables<TouchpointTables>()
          .selectFrom("events")
          .innerJoin("sources", "sources.id", "events.source_id")
          .select([
            "events.id",
            "events.tx_id",
            "events.type",
            "events.name",
            "sources.name as source",
            "events.message_id as messageId",
            "events.user_id as userId",
            "events.anonymous_id as anonymousId",
            "events.occurred_at as occurredAt",
            "events.received_at as receivedAt",
            "events.payload",
          ])
          .where(sql<boolean>`(events.tx_id, events.id) > (${txId}::xid8, ${id})`)
          .orderBy("events.tx_id")
          .orderBy("events.id")
          .limit(pageSize)
          .execute(),
      { readOnly: true },
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ tx_id: _order, payload, ...row }) => ({ ...row, payload: payload as Cell }));
    after = { txId: last.tx_id, id: last.id };
  }
}

/** Every person or company of the identity graph with its identifiers and traits, page by page. */
export async function* profileRows(workspace: WorkspaceDatabase): AsyncGenerator<readonly Row[]> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await workspace.transaction(
      (trx) =>
        sql<{ id: string } & Row>`
          select p.id, p.known, p.first_seen as "firstSeen", p.last_seen as "lastSeen",
            (select sum(m.events)::int from profiles m where m.canonical_id = p.id) as events,
            coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value)
                order by i.kind, i.value)
              from identifiers i join profiles m on m.id = i.profile_id
              where m.canonical_id = p.id), '[]') as identifiers,
            coalesce((select jsonb_object_agg(t.name, t.value)
              from profile_traits t join profiles m on m.id = t.profile_id
              where m.canonical_id = p.id), '{}') as traits
          from profiles p where p.id = p.canonical_id and p.id > ${after}
          order by p.id limit ${pageSize}`.execute(trx),
      { readOnly: true },
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.id;
  }
}
