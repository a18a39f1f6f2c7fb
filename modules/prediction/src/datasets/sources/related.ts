import type { FeatureSpec } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { objectAt } from "../../schema.ts";
import { type Case, type FeatureSource, type SourceContext, showNumber } from "../feature.ts";
import { always, verdictOf } from "../matcher.ts";
import { dayMs } from "../moments.ts";
import { type RecordPast, readPasts, valuesAt } from "../record-past.ts";

type Spec = Extract<FeatureSpec, { kind: "related" }>;

const mostRelated = 20_000;

/** How many other records point to the same thing, what they add up to or come to on average, or how long ago the last came in. */
export function relatedSource(spec: Spec, context: SourceContext): FeatureSource {
  const related = objectAt(context.schema, context.object, "");
  const object = context.schema.objects.find(({ name }) => name === spec.object) ?? related;
  const fulfils =
    spec.filter === null || object === undefined
      ? always
      : verdictOf(context.schema, object, spec.filter);
  const name = `related:${spec.of}:${spec.object}.${spec.through}:${spec.label.en}`;
  return {
    features: [{ name, kind: "numeric", group: name, label: spec.label, show: showNumber }],
    async read(trx, cases) {
      const byTarget = await readRelated(trx, spec, cases);
      return cases.map((each) => {
        const target = each.subject(spec.of);
        if (target === null) return [null];
        const atMs = each.at.getTime();
        const sinceMs = spec.days === null ? Number.NEGATIVE_INFINITY : atMs - spec.days * dayMs;
        const others = (byTarget.get(target.id) ?? []).filter(
          (other) =>
            other.record.id !== each.id &&
            other.createdMs <= atMs &&
            other.knownMs <= atMs &&
            other.createdMs > sinceMs &&
            fulfils(valuesAt(other, atMs), atMs),
        );
        return [measureOf(spec, others, atMs)];
      });
    },
  };
}

function measureOf(spec: Spec, others: readonly RecordPast[], atMs: number): number | null {
  if (spec.measure === "count") return others.length;
  if (spec.measure === "days-since") {
    const last = others.reduce((most, { createdMs }) => Math.max(most, createdMs), -1);
    return last < 0 ? null : (atMs - last) / dayMs;
  }
  const numbers = others.flatMap((other) => {
    const value = valuesAt(other, atMs)[spec.field ?? ""] ?? null;
    return value !== null && Number.isFinite(Number(value)) ? [Number(value)] : [];
  });
  const sum = numbers.reduce((total, value) => total + value, 0);
  if (spec.measure === "sum") return sum;
  return numbers.length === 0 ? null : sum / numbers.length;
}

/** The records that point to the subjects of these cases, by what they point to today. */
async function readRelated(
  trx: WorkspaceTransaction,
  { of, object, through }: Spec,
  cases: readonly Case[],
): Promise<ReadonlyMap<string, readonly RecordPast[]>> {
  const targets = [...new Set(cases.flatMap((each) => each.subject(of)?.id ?? []))];
  const byTarget = new Map<string, RecordPast[]>();
  if (targets.length === 0) return byTarget;
  const { rows } = await sql<{ id: string; target: string }>`
    select id::text, ${sql.ref(through)}::text as target from ${sql.table(`record_${object}`)}
    where deleted_at is null and ${sql.ref(through)} = any(${targets}::uuid[])
    order by created_at desc, id limit ${mostRelated}`.execute(trx);
  const pasts = await readPasts(
    trx,
    object,
    rows.map(({ id }) => id),
  );
  for (const { id, target } of rows) {
    const past = pasts.get(id);
    if (past === undefined) continue;
    const list = byTarget.get(target);
    if (list === undefined) byTarget.set(target, [past]);
    else list.push(past);
  }
  return byTarget;
}
