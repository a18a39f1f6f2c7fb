import type {
  Label,
  ObservedType,
  PlanEntry,
  PlannedType,
  PropertyType,
  Tier,
  TrackingPlan,
} from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { readPlannedTypes, readUnknownRule } from "./plan-store.ts";
import { fits } from "./property-type.ts";

/** What the product knows of a type of event by its name; null where it knows nothing. */
export type DescribeEvent = (name: string) => { readonly label: Label; readonly tier: Tier } | null;

/** What is planned beside what arrives: proposals for what is not planned, and what breaks the plan. */
export async function readTrackingPlan(
  trx: WorkspaceTransaction,
  describe: DescribeEvent,
): Promise<TrackingPlan> {
  const unknown = await readUnknownRule(trx);
  const planned = new Map((await readPlannedTypes(trx)).map((type) => [type.name, type]));
  const observed = await readObserved(trx);
  const names = [...new Set([...observed.keys(), ...planned.keys()])];
  return {
    unknown,
    types: names.map((name): PlanEntry => {
      const plan = planned.get(name) ?? null;
      const found = observed.get(name) ?? null;
      const known = describe(name);
      const tier = known?.tier ?? unknownTier;
      return {
        ...{ name, label: known?.label ?? null, tier: plan?.tier ?? tier },
        ...{ planned: plan, observed: found },
        proposed: plan === null && found !== null ? propose(name, found, tier) : null,
        violations: plan === null || found === null ? [] : violations(plan, found),
      };
    }),
  };
}

/** A property belongs to a type where nearly every event has it. */
const requiredShare = 0.98;

/** Of an event that nothing is known of. */
const unknownTier: Tier = "L2";

/** A plan that what arrived keeps to: the tier it has, and the most frequent type of each property. */
function propose(name: string, observed: ObservedType, tier: Tier): PlannedType {
  return {
    ...{ name, tier, purpose: "", retentionDays: null, onViolation: "flag" },
    properties: observed.properties.slice(0, 100).map((property) => {
      const [first] = property.types;
      const total = property.types.reduce((sum, { count }) => sum + count, 0);
      const isMixed =
        property.types.length > 1 && property.types.every(({ type }) => fits(type, "text"));
      return {
        name: property.name,
        type: isMixed ? "text" : (first?.type ?? "text"),
        required: total >= requiredShare * observed.count,
      };
    }),
  };
}

/** Properties that came with another type, or did not come though they must. */
export function violations(plan: PlannedType, observed: ObservedType): PlanEntry["violations"] {
  return plan.properties.flatMap(({ name, type, required }) => {
    const found = observed.properties.find((property) => property.name === name)?.types ?? [];
    const wrong = sum(found.filter((one) => !fits(one.type, type)));
    const missing = required ? observed.count - sum(found) : 0;
    return [
      ...(wrong > 0
        ? [{ property: name, kind: "type" as const, expected: type, count: wrong }]
        : []),
      ...(missing > 0
        ? [{ property: name, kind: "missing" as const, expected: type, count: missing }]
        : []),
    ];
  });
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

async function readObserved(trx: WorkspaceTransaction): Promise<ReadonlyMap<string, ObservedType>> {
  const types = await sql<{ name: string; count: number; first_at: Date; last_at: Date }>`
    select name, count::float8 as count, first_at, last_at from observed_types
    order by observed_types.count desc, name limit 500`.execute(trx);
  const properties = await sql<{
    name: string;
    property: string;
    type: PropertyType;
    count: number;
    example: string;
  }>`select name, property, type, count::float8 as count, example from observed_properties
     where name = any(${types.rows.map(({ name }) => name)}::text[])
     order by name, property, observed_properties.count desc`.execute(trx);
  const byName = grouped(properties.rows, ({ name }) => name);
  return new Map(
    types.rows.map(({ name, count, first_at, last_at }) => [
      name,
      {
        ...{ count, firstAt: first_at.toISOString(), lastAt: last_at.toISOString() },
        properties: [...grouped(byName.get(name) ?? [], ({ property }) => property)].map(
          ([property, rows]) => ({
            name: property,
            types: rows.map(({ type, count: times }) => ({ type, count: times })),
            example: rows[0]?.example ?? "",
          }),
        ),
      },
    ]),
  );
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known) known.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
