import { type RawBuilder, sql } from "kysely";
import { deviceKind, lineKind } from "../identifiers/identifier.ts";

type Among = { readonly people: readonly string[] } | "mine" | "all";

const excluded: Readonly<Record<string, RawBuilder<unknown>>> = {
  // A trait that is an identifier as well is compared in the identifier's notation.
  profile_traits: sql`and x.name not in ('email', 'phone')`,
  // An order's number tells for which company somebody acts, not who it is.
  profile_companies: sql`and x.kind not like 'external:%'`,
};

/**
 * SQL of what people can be compared by: evidence of devices, traits, identifiers and names of companies. `among` narrows
 * it: to people (`person`), or to values (`value`: a table `mine(field, value)` in scope).
 */
export function personFields(fields: readonly string[], among: Among): RawBuilder<unknown> {
  const wanted = sql`any(${fields}::text[])`;
  const sources = [
    ["profile_evidence", "field", "value", "last_seen"],
    ["profile_traits", "name", "value", "occurred_at"],
    ["identifiers", "kind", "value", "last_seen"],
    ["profile_companies", "kind", "value", "known_at"],
  ] as const;
  const parts = sources.map(([table, field, value, seen]) => {
    const column = sql.ref(`x.${field}`);
    const text = sql.ref(`x.${value}`);
    const own = excluded[table] ?? sql`and ${column} <> ${deviceKind}`;
    const narrowed =
      among === "mine" ? sql`join mine on mine.field = ${column} and mine.value = ${text}` : sql``;
    const people =
      typeof among === "object" ? sql`and p.canonical_id = any(${among.people}::uuid[])` : sql``;
    return sql`select p.canonical_id as person, ${column} as field, ${text} as value,
        ${sql.ref(`x.${seen}`)} as seen
      from ${sql.table(table)} x ${narrowed} join profiles p on p.id = x.profile_id
      where ${column} = ${wanted} ${own} ${people}`;
  });
  return sql.join(
    [...parts, ...(fields.includes("phone") ? [linesAsPhones(among)] : [])],
    sql` union all `,
  );
}

/** A number that may be a switchboard's is compared as a phone too. */
function linesAsPhones(among: Among): RawBuilder<unknown> {
  const narrowed =
    among === "mine" ? sql`join mine on mine.field = 'phone' and mine.value = x.value` : sql``;
  const people =
    typeof among === "object" ? sql`and p.canonical_id = any(${among.people}::uuid[])` : sql``;
  return sql`select p.canonical_id as person, 'phone' as field, x.value, x.last_seen as seen
    from identifiers x ${narrowed} join profiles p on p.id = x.profile_id
    where x.kind = ${lineKind} ${people}`;
}
