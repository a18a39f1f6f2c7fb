import type { Projection } from "@causeway/module-touchpoints";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { readHappenings, rememberedFrom } from "./read-happenings.ts";
import { tellCrossings } from "./tag-crossing.ts";
import { activeRules } from "./weight-rules.ts";
import { type WeightChange, weightChanges, weightsAt } from "./weights-of.ts";

/** A person's tag that reached its threshold. */
export interface TagCrossing {
  readonly person: string;
  readonly tag: string;
  readonly eventId: string;
  readonly weight: number;
  readonly at: Date;
}

/**
 * Follows the log and notes when somebody's tag reaches its threshold: a moment in the past stays where it is, whatever
 * comes later. What is noted is a deed that others act on, so a second reading of the log repeats none.
 */
export const weightsProjection: Projection = {
  name: "weights",
  after: ["twin"],
  reads: "heads",
  async apply(trx, events) {
    const rules = (await activeRules(trx)).filter(({ threshold }) => threshold !== null);
    const last = events.at(-1);
    if (rules.length === 0 || last === undefined) return;
    const people = await peopleOf(
      trx,
      events.map(({ id }) => id),
    );
    const latest = new Date(Math.max(...events.map(({ occurredAt }) => occurredAt.getTime())));
    const span = { from: rememberedFrom(rules, latest), to: latest };
    const happenings = await readHappenings(trx, rules, people, span);
    const batch = new Set(events.map(({ id }) => String(id)));
    const crossings = [...happenings].flatMap(([person, own]) =>
      crossingsOf(person, weightChanges(rules, own)).filter(({ eventId }) => batch.has(eventId)),
    );
    if (crossings.length > 0) await tellCrossings(trx, await noteCrossings(trx, crossings));
  },
  reset: async () => undefined,
};

async function peopleOf(
  trx: WorkspaceTransaction,
  events: readonly unknown[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ person: string }>`
    select distinct p.canonical_id as person from event_profiles e
    join profiles p on p.id = e.profile_id where e.event_id = any(${events}::bigint[])`.execute(
    trx,
  );
  return rows.map(({ person }) => person);
}

/** The moments at which a tag came from below its threshold to it or above. Weights only grow by changes. */
function crossingsOf(person: string, changes: readonly WeightChange[]): readonly TagCrossing[] {
  return changes.flatMap(({ rule, atMs, parts }, place) => {
    const { tag, threshold } = rule;
    const eventId = parts.at(-1);
    if (threshold === null || eventId === undefined) return [];
    const before = weightsAt(changes.slice(0, place), atMs).get(tag) ?? 0;
    const weight = before + rule.delta;
    if (before >= threshold || weight < threshold) return [];
    return [{ person, tag, eventId, weight, at: new Date(atMs) }];
  });
}

/** Only those that were not noted before. */
async function noteCrossings(
  trx: WorkspaceTransaction,
  crossings: readonly TagCrossing[],
): Promise<readonly TagCrossing[]> {
  const { rows } = await sql<{ person: string; tag: string; event_id: string }>`
    insert into tag_crossings (person, tag, event_id, weight, occurred_at)
    select * from unnest(
      ${crossings.map(({ person }) => person)}::uuid[],
      ${crossings.map(({ tag }) => tag)}::text[],
      ${crossings.map(({ eventId }) => eventId)}::bigint[],
      ${crossings.map(({ weight }) => weight)}::float8[],
      ${crossings.map(({ at }) => at.toISOString())}::timestamptz[])
    on conflict do nothing
    returning person, tag, event_id::text as event_id`.execute(trx);
  const fresh = new Set(rows.map((row) => `${row.person} ${row.event_id} ${row.tag}`));
  return crossings.filter(({ person, tag, eventId }) => fresh.has(`${person} ${eventId} ${tag}`));
}
