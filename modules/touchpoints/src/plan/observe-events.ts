import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { StoredEvent } from "../log/stored-event.ts";
import type { Projection } from "../projections/projection.ts";
import { type JsonObject, objectAt } from "../wire/json-object.ts";
import { propertyTypeOf } from "./property-type.ts";

/** A sender that makes up names must not fill the tables. */
const mostTypes = 2_000;
const mostProperties = 60;
const longestName = 100;
const longestExample = 80;

interface Seen {
  count: number;
  first: Date;
  last: Date;
  /** By property and type. */
  readonly properties: Map<
    string,
    { readonly property: string; readonly type: string; count: number; example: string }
  >;
}

/** Which types of track events arrive, and which properties of which types they carry: what a plan is proposed from. */
export const trackingPlanProjection: Projection = {
  name: "tracking-plan",
  only: { types: ["track"] },
  async apply(trx, events) {
    const seen = count(events);
    if (seen.size === 0) return;
    const known = await knownNames(trx);
    const names = [...seen.keys()].filter((name) => known.has(name));
    const fresh = [...seen.keys()].filter((name) => !known.has(name));
    const room = Math.max(0, mostTypes - known.size);
    const kept = new Map([...names, ...fresh.slice(0, room)].map((name) => [name, seen.get(name)]));
    await saveTypes(trx, kept);
    await saveProperties(trx, kept);
  },
  reset: async (trx) => {
    await sql`truncate observed_types, observed_properties`.execute(trx);
  },
};

function count(events: readonly StoredEvent[]): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { type, name, occurredAt, payload } of events) {
    if (type !== "track" || name === null) continue;
    const known = seen.get(name);
    const entry = known ?? { count: 0, first: occurredAt, last: occurredAt, properties: new Map() };
    entry.count++;
    if (occurredAt < entry.first) entry.first = occurredAt;
    if (occurredAt > entry.last) entry.last = occurredAt;
    if (known === undefined) seen.set(name, entry);
    countProperties(entry.properties, objectAt(payload, "properties"));
  }
  return seen;
}

function countProperties(counts: Seen["properties"], properties: JsonObject): void {
  for (const [property, value] of Object.entries(properties).slice(0, mostProperties)) {
    const type = propertyTypeOf(value);
    if (type === null || property.length > longestName) continue;
    const key = `${property}\u0000${type}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { property, type, count: 1, example: exampleOf(value) });
  }
}

function exampleOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, longestExample).replace(/[\ud800-\udbff]$/, "");
}

async function knownNames(trx: WorkspaceTransaction): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`select name from observed_types`.execute(trx);
  return new Set(rows.map(({ name }) => name));
}

type Kept = ReadonlyMap<string, Seen | undefined>;

async function saveTypes(trx: WorkspaceTransaction, kept: Kept): Promise<void> {
  const rows = [...kept].flatMap(([name, seen]) => (seen ? [{ name, ...seen }] : []));
  await sql`
    insert into observed_types (name, count, first_at, last_at)
    select * from unnest(
      ${rows.map(({ name }) => name)}::text[], ${rows.map((row) => row.count)}::bigint[],
      ${rows.map(({ first }) => first.toISOString())}::timestamptz[],
      ${rows.map(({ last }) => last.toISOString())}::timestamptz[])
    on conflict (name) do update set count = observed_types.count + excluded.count,
      first_at = least(observed_types.first_at, excluded.first_at),
      last_at = greatest(observed_types.last_at, excluded.last_at)`.execute(trx);
}

async function saveProperties(trx: WorkspaceTransaction, kept: Kept): Promise<void> {
  const rows = [...kept].flatMap(([name, seen]) =>
    [...(seen?.properties.values() ?? [])].map((property) => ({ name, ...property })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into observed_properties (name, property, type, count, example)
    select * from unnest(
      ${rows.map(({ name }) => name)}::text[], ${rows.map(({ property }) => property)}::text[],
      ${rows.map(({ type }) => type)}::text[], ${rows.map((row) => row.count)}::bigint[],
      ${rows.map(({ example }) => example)}::text[])
    on conflict (name, property, type) do update
      set count = observed_properties.count + excluded.count,
        example = case when observed_properties.example = '' then excluded.example
          else observed_properties.example end`.execute(trx);
}
