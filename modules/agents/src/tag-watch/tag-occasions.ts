import type { EventId, ProfileId } from "@causeway/kernel";
import { recordsOfProfiles } from "@causeway/module-identity";
import { getRecords } from "@causeway/module-records";
import type { StoredEvent } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Occasion } from "../agent.ts";

/** One task a customer within this many days; older crossings are history. */
export const quietDays = 7;
/** A lead is worked on; a contact is what it becomes. */
const towards = ["lead", "contact"] as const;

interface Crossing {
  readonly eventId: EventId;
  readonly person: ProfileId;
  readonly tag: string;
  readonly weight: number;
  readonly ageHours: number;
}

/** Tags that these events moved to their thresholds, each with the lead or contact whose it is. */
export async function tagOccasions(
  trx: WorkspaceTransaction,
  events: readonly StoredEvent[],
): Promise<readonly Occasion[]> {
  const { rows: crossings } = await sql<Crossing>`
    select event_id::text as "eventId", person, tag, weight,
      (extract(epoch from now() - occurred_at) / 3600)::float8 as "ageHours"
    from tag_crossings where event_id = any(${events.map(({ id }) => id)}::bigint[])
      and occurred_at > now() - make_interval(days => ${quietDays})
    order by occurred_at, tag`.execute(trx);
  if (crossings.length === 0) return [];
  const people = [...new Set(crossings.map(({ person }) => person))];
  const linked = await recordsOfProfiles(trx, people);
  const occasions: Occasion[] = [];
  for (const { eventId, person, tag, weight, ageHours } of crossings) {
    const record = await firstRecord(
      trx,
      linked.filter(({ profile }) => profile === person),
    );
    if (record === undefined) continue;
    occasions.push({
      subject: { object: record.object, id: record.id },
      eventId,
      facts: { tag, weight, age_hours: ageHours },
      headline: {
        zh: `联系${record.title}：${tag}到了阈值`,
        en: `Contact ${record.title}: ${tag} is at its threshold`,
      },
    });
  }
  return occasions;
}

async function firstRecord(
  trx: WorkspaceTransaction,
  links: readonly { readonly object: string; readonly id: string }[],
) {
  for (const object of towards) {
    const ids = links.filter((link) => link.object === object).map(({ id }) => id);
    const records = await getRecords(trx, { object, ids });
    const open = records.find(({ deletedAt }) => deletedAt === null);
    if (open !== undefined) return open;
  }
  return undefined;
}
