import { AppError, issueAt, type ProfileId } from "@causeway/kernel";
import { describePeople, type Membership } from "@causeway/module-identity";
import type { Locale, Timeline } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type RawBuilder, sql } from "kysely";
import { linkedPeople } from "./linked-people.ts";
import { plannedTier } from "./planned-tier.ts";
import { presentTouchpoint, type TouchpointRow } from "./present-touchpoint.ts";
import { rebuildingSince } from "./rebuilding-since.ts";

export interface TimelineRange {
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
  /** `nextBefore` of the page before. */
  readonly before?: string | undefined;
  /** `oldest` begins with the first event of the range; such a list has no further pages. */
  readonly order?: "newest" | "oldest" | undefined;
  readonly limit: number;
}

type PlacedRow = TouchpointRow & { readonly occurred_us: string };

/** The touchpoints of profiles, newest first, a page at a time. */
export async function readTimeline(
  trx: WorkspaceTransaction,
  members: readonly Membership[],
  range: TimelineRange,
  locale: Locale,
): Promise<Timeline> {
  // One more than asked for tells whether there is a next page.
  const isOldest = range.order === "oldest";
  const rows = await firstRows(trx, members, bounds(range), range.limit + 1, isOldest);
  const page = rows.slice(0, range.limit);
  const names = await personNames(trx, members, page);
  const last = rows.length > range.limit && !isOldest ? page.at(-1) : undefined;
  return {
    rebuildingSince: await rebuildingSince(trx),
    touchpoints: page.map((row) =>
      presentTouchpoint(row, names.get(row.profile_id) ?? null, locale),
    ),
    nextBefore: last === undefined ? null : `${last.occurred_us}-${last.event_id}`,
  };
}

/**
 * The first of each profile by its own index, then the first of those: fast also where one has 100,000. A page without a
 * length of its own has that of the stay that ended next.
 */
async function firstRows(
  trx: WorkspaceTransaction,
  members: readonly Membership[],
  where: RawBuilder<unknown>,
  limit: number,
  isOldest: boolean,
): Promise<readonly PlacedRow[]> {
  const order = isOldest
    ? sql`order by t.occurred_at, t.event_id`
    : sql`order by t.occurred_at desc, t.event_id desc`;
  const { rows } = await sql<PlacedRow>`
    select t.event_id::text, t.profile_id, t.occurred_at, t.received_at, t.kind,
           ${plannedTier} as tier, t.type, t.name, t.topic, t.subject, t.facts, t.source_id,
           coalesce(t.duration_ms, stay.dwell_ms) as duration_ms,
           (extract(epoch from t.occurred_at) * 1000000)::bigint::text as occurred_us
    from (select t.* from unnest(${members.map((member) => member.profile)}::uuid[]) as p(id)
    cross join lateral (
      select * from touchpoints t where t.profile_id = p.id and ${where}
      ${order} limit ${limit}) t
      ${order} limit ${limit}) t
    left join lateral (
      select dwell_ms from page_stays s
      where t.type in ('page', 'screen') and s.profile_id = t.profile_id and s.path = t.name
        and s.left_at >= t.occurred_at and s.left_at < t.occurred_at + interval '6 hours'
      order by s.left_at limit 1) stay on true
    ${order}`.execute(trx);
  return rows;
}

function bounds({ from, to, before }: TimelineRange): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (from !== undefined) conditions.push(sql`t.occurred_at >= ${from.toISOString()}::timestamptz`);
  if (to !== undefined) conditions.push(sql`t.occurred_at < ${to.toISOString()}::timestamptz`);
  if (before !== undefined) conditions.push(sql`(t.occurred_at, t.event_id) < ${position(before)}`);
  return sql.join(conditions, sql` and `);
}

function position(before: string): RawBuilder<unknown> {
  const [, microseconds, event] = /^(\d{1,17})-(\d{1,18})$/.exec(before) ?? [];
  if (microseconds === undefined || event === undefined) {
    throw new AppError(
      "bad-input",
      { zh: "时间线无法从这里继续", en: "`before` is not a place on this time line" },
      {
        issues: [
          issueAt("query.before", {
            zh: "不是这条时间线上的位置",
            en: "not a place on this time line",
          }),
        ],
      },
    );
  }
  return sql`(timestamptz 'epoch' + ${microseconds}::bigint * interval '1 microsecond', ${event}::bigint)`;
}

export async function personNames(
  trx: WorkspaceTransaction,
  members: readonly Membership[],
  page: readonly TouchpointRow[],
): Promise<ReadonlyMap<ProfileId, string>> {
  const shown = new Set(page.map((row) => row.profile_id));
  const personOf = new Map(members.map((member) => [member.profile, member.person]));
  const people = new Set([...shown].flatMap((profile) => personOf.get(profile) ?? []));
  const described = await describePeople(trx, [...people]);
  const linked = await linkedPeople(trx, [...people]);
  const names = new Map(
    described.map(({ id, name }) => [id, linked.get(id)?.name ?? name] as const),
  );
  return new Map(
    [...shown].flatMap((profile) => {
      const name = names.get(personOf.get(profile) ?? profile);
      return name === null || name === undefined ? [] : [[profile, name] as const];
    }),
  );
}
