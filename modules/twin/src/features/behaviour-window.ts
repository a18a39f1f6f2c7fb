import type { Label } from "@causeway/platform-contract";
import { type RawBuilder, sql } from "kysely";
import type { BehaviourFeature } from "./feature-definitions.ts";

/** A number that a business user asks for: what counts, how, in how many days. */
export interface WindowInput {
  /** Kind of touchpoint, topic of the page, name of the event in any case; null: all. */
  readonly kind: string | null;
  readonly topic: string | null;
  readonly event: string | null;
  readonly measure: "count" | "active-days" | "days-since" | "sum" | "mean";
  /** Fact of the touchpoint that `sum` and `mean` read. */
  readonly fact: string | null;
  /** From so many days before the moment … */
  readonly days: number;
  /** … until so many before it; 0 is the moment. */
  readonly untilDays: number;
  readonly label: Label;
}

/** The feature of a window; its name says what is measured, so that equal windows are one feature. */
export function behaviourWindow(input: WindowInput): BehaviourFeature {
  const { kind, topic, event, measure, fact, days, untilDays, label } = input;
  const conditions = [
    sql`t.occurred_at > m.as_of - make_interval(days => ${days}::integer)`,
    ...(untilDays === 0
      ? []
      : [sql`t.occurred_at <= m.as_of - make_interval(days => ${untilDays}::integer)`]),
    ...(kind === null ? [] : [sql`t.kind = ${kind}`]),
    ...(topic === null ? [] : [sql`t.topic = ${topic}`]),
    ...(event === null ? [] : [sql`lower(t.name) = ${event.toLowerCase()}`]),
  ];
  const filter = sql`filter (where ${sql.join(conditions, sql` and `)})`;
  const asked = [kind, topic, event, measure, fact].filter((part) => part !== null).join("_");
  return {
    name: `${asked.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, "_")}_${untilDays === 0 ? "" : `${untilDays}_`}${days}d`,
    label,
    reachDays: days,
    aggregate: aggregates[measure](filter, factOf(fact)),
    ...(measure === "count" || measure === "active-days" || measure === "sum"
      ? {}
      : { quiet: null }),
  };
}

const aggregates: Readonly<
  Record<
    WindowInput["measure"],
    (filter: RawBuilder<unknown>, value: RawBuilder<unknown>) => RawBuilder<unknown>
  >
> = {
  count: (filter) => sql`count(*) ${filter}`,
  "active-days": (filter) =>
    sql`count(distinct (t.occurred_at at time zone 'UTC')::date) ${filter}`,
  "days-since": (filter) =>
    sql`extract(epoch from min(m.as_of) - max(t.occurred_at) ${filter}) / 86400.0`,
  sum: (filter, value) => sql`coalesce(sum(${value}) ${filter}, 0)`,
  mean: (filter, value) => sql`avg(${value}) ${filter}`,
};

/** A fact as a number; null where it is none. */
function factOf(fact: string | null): RawBuilder<unknown> {
  const text = sql`t.facts ->> ${fact ?? ""}`;
  return sql`(case when ${text} ~ '^-?[0-9]{1,15}([.][0-9]{1,15})?$' then (${text})::float8 end)`;
}
