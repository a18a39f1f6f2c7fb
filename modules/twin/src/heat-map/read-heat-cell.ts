import type { ProfileId } from "@causeway/kernel";
import { describePeople } from "@causeway/module-identity";
import type { HeatCell, HeatCellQuery, Locale } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { linkedPeople } from "../queries/linked-people.ts";
import { plannedTier } from "../queries/planned-tier.ts";
import { presentTouchpoint, type TouchpointRow } from "../queries/present-touchpoint.ts";
import { chosen, columnOf, placedTouchpoints, rowOf } from "./placed-touchpoints.ts";
import { spanOf } from "./read-heat-map.ts";

const shown = 200;

type PlacedRow = TouchpointRow & { readonly person: ProfileId; readonly total: number };

/** The touchpoints behind one cell of a heat map, newest first, at most 200, each with whose twin shows it. */
export async function readHeatCell(
  trx: WorkspaceTransaction,
  query: HeatCellQuery,
  now: Date,
  locale: Locale,
): Promise<HeatCell> {
  const { rows } = await sql<PlacedRow>`
    with ${placedTouchpoints(spanOf(query, now))}, cell as (
      select p.event_id, p.person, count(*) over ()::int as total from placed p
      where ${chosen(query)} and ${rowOf(query)} = ${query.row} and ${columnOf(query)} = ${query.column}
      order by p.occurred_at desc, p.event_id desc limit ${shown})
    select t.event_id::text, t.profile_id, t.occurred_at, t.received_at, t.kind,
      ${plannedTier} as tier, t.type, t.name, t.topic, t.subject, t.facts, t.source_id, t.duration_ms, c.person, c.total
    from cell c join touchpoints t using (event_id)
    order by t.occurred_at desc, t.event_id desc`.execute(trx);
  const people = [...new Set(rows.map(({ person }) => person))];
  const described = new Map((await describePeople(trx, people)).map((one) => [one.id, one]));
  const linked = await linkedPeople(trx, people);
  return {
    total: rows[0]?.total ?? 0,
    touchpoints: rows.map((row) => {
      const record = linked.get(row.person);
      const name = record?.name ?? described.get(row.person)?.name ?? null;
      return {
        ...presentTouchpoint(row, name, locale),
        record:
          record?.contactId !== undefined
            ? { object: "contact", id: record.contactId }
            : record?.leadId !== undefined
              ? { object: "lead", id: record.leadId }
              : null,
      };
    }),
  };
}
