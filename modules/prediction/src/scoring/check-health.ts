import {
  type Column,
  type ColumnShape,
  type Dataset,
  populationStability,
} from "@causeway/engine-learning";
import { type StaleReason, wholePercent } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { type Logged, scoringDataset } from "../datasets/columns.ts";
import { readCases } from "../datasets/read-cases.ts";
import { readCells } from "../datasets/read-cells.ts";
import { latestRecords } from "../datasets/training-set.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import type { PredictionTables } from "../tables.ts";
import { boundModel } from "./bound-model.ts";
import type { CurrentModel } from "./current-model.ts";
import { askedColumns, predictedValues } from "./predicted-values.ts";

const mostLooked = 500;
const leastFresh = 50;
/** Population stability above which a column counts as moved. */
const movedPsi = 0.25;
/** Columns that matter less to the model than this may move as they like. */
const leastWeight = 0.05;

/** Looks whether a version still fits: has the population moved, does it come true, do its sources still deliver? */
export async function checkHealth(
  trx: WorkspaceTransaction,
  current: CurrentModel,
  now: Date,
): Promise<readonly StaleReason[]> {
  const bound = await boundModel(trx, current);
  const reasons =
    bound === undefined
      ? [misfit]
      : [
          ...(await lateSources(trx, bound, now)),
          ...(await driftReasons(trx, current, bound, now)),
        ];
  await trx
    .$extendTables<PredictionTables>()
    .updateTable("predictions")
    .set({ health: JSON.stringify(reasons) as unknown as readonly StaleReason[] })
    .where("name", "=", current.definition.name)
    .execute();
  return reasons;
}

/** Fields it asks for are gone: what it said last stands, and grows old. */
const misfit: StaleReason = {
  code: "drift",
  label: {
    zh: "定义与现在的对象和字段不符，不再更新",
    en: "The definition no longer fits objects and fields; it is not computed anew",
  },
  since: null,
};

/** A source that used to deliver on most days and has been silent for more than two. */
async function lateSources(
  trx: WorkspaceTransaction,
  { definition }: BoundDefinition,
  now: Date,
): Promise<readonly StaleReason[]> {
  const isAsked = definition.features.some(
    ({ kind }) => kind === "behaviour" || kind === "behaviour-set",
  );
  if (!isAsked) return [];
  const { rows } = await sql<{ name: string; last: Date }>`
    select s.name, max(h.last_at) as last from sources s join source_hours h on h.source_id = s.id
    where s.enabled and s.deleted_at is null
      and h.hour > ${now.toISOString()}::timestamptz - interval '40 days'
    group by s.id, s.name
    having count(distinct (h.hour at time zone 'UTC')::date) >= 20
      and max(h.last_at) < ${now.toISOString()}::timestamptz - interval '48 hours'
    order by s.name`.execute(trx);
  return rows.map(({ name, last }) => ({
    code: "late-data",
    label: {
      zh: `来源“${name}”已停止送来数据`,
      en: `The source “${name}” has stopped delivering`,
    },
    since: last.toISOString(),
  }));
}

/** Cases since the version was trained, beside those it was judged on. */
async function driftReasons(
  trx: WorkspaceTransaction,
  { id, card, model }: CurrentModel,
  bound: BoundDefinition,
  now: Date,
): Promise<readonly StaleReason[]> {
  const ids = await latestRecords(trx, bound.object.name, mostLooked);
  const toMs = card.to === null ? Number.POSITIVE_INFINITY : Date.parse(card.to);
  const fresh = (await readCases(trx, bound, ids, now.getTime()))
    .flatMap(({ cases }) => cases)
    .filter((each) => each.case.at.getTime() > toMs);
  if (fresh.length < leastFresh) return [];
  const cells = await readCells(
    trx,
    bound,
    fresh.map((each) => each.case),
  );
  const shapes = askedColumns(model);
  const later = scoringDataset(shapes, bound.features, cells, model.logged);
  const predicted = predictedValues(model, later);
  const base = await judgedCases(trx, id, bound, shapes, model.logged);
  return [
    ...missReasons(
      predicted,
      fresh.map(({ label }) => label),
    ),
    ...moveReasons(base, later, card, bound),
  ];
}

async function judgedCases(
  trx: WorkspaceTransaction,
  modelId: string,
  bound: BoundDefinition,
  shapes: readonly ColumnShape[],
  logged: Logged,
): Promise<Dataset> {
  const rows = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("model_cases")
    .select("cells")
    .where("model_id", "=", modelId)
    .execute();
  const byName = new Map(bound.features.map((feature) => [feature.name, feature]));
  // Stored in the order of the model's columns, not of the definition's.
  const features = shapes.map(
    ({ name, kind }) =>
      byName.get(name) ?? {
        name,
        kind,
        group: name,
        label: { zh: name, en: name },
        show: () => ({ zh: "", en: "" }),
      },
  );
  return scoringDataset(
    shapes,
    features,
    rows.map(({ cells }) => cells),
    logged,
  );
}

function moveReasons(
  base: Dataset,
  later: Dataset,
  card: CurrentModel["card"],
  { features }: BoundDefinition,
): readonly StaleReason[] {
  if (base.rows < leastFresh) return [];
  const weights = new Map(card.importance.map(({ feature, weight }) => [feature, weight]));
  const moved = base.columns.flatMap((column: Column, place) => {
    const other = later.columns[place];
    if (other === undefined || (weights.get(column.name) ?? 0) < leastWeight) return [];
    const psi = populationStability(column, other);
    return psi > movedPsi ? [{ name: column.name, psi }] : [];
  });
  const [most] = moved.sort((a, b) => b.psi - a.psi);
  if (most === undefined) return [];
  const label = features.find(({ name }) => name === most.name)?.label;
  return [
    {
      code: "drift",
      label: {
        zh: `新记录与学习时不同：${label?.zh ?? most.name} 已变化（PSI ${most.psi.toFixed(2)}）`,
        en: `New records differ from those it learned from: ${label?.en ?? most.name} has moved (PSI ${most.psi.toFixed(2)})`,
      },
      since: null,
    },
  ];
}

/** The mean prediction is off by over a tenth of the outcome's spread and three standard errors. */
function missReasons(predicted: Float64Array, labels: readonly number[]): readonly StaleReason[] {
  const count = labels.length;
  const said = predicted.reduce((sum, value) => sum + value, 0) / count;
  const seen = labels.reduce((sum, value) => sum + value, 0) / count;
  const spread = Math.sqrt(labels.reduce((sum, value) => sum + (value - seen) ** 2, 0) / count);
  if (Math.abs(said - seen) <= spread * Math.max(0.1, 3 / Math.sqrt(count))) return [];
  const show = (value: number) =>
    Math.abs(value) <= 1 ? `${wholePercent(value)}%` : String(Math.round(value));
  return [
    {
      code: "drift",
      label: {
        zh: `训练之后的 ${count} 个案例里，预测平均 ${show(said)}，实际 ${show(seen)}`,
        en: `Of ${count} cases since it was trained it said ${show(said)} on average, and ${show(seen)} came true`,
      },
      since: null,
    },
  ];
}
