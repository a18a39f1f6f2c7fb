import { type FeatureSpec, wholePercent } from "@causeway/platform-contract";
import { sql } from "kysely";
import { pathLabel } from "../../schema.ts";
import type { Cell, FeatureSource, SourceContext } from "../feature.ts";

/** What another prediction said last, as of the moment. */
export function predictionSource(
  { of, prediction }: Extract<FeatureSpec, { kind: "prediction" }>,
  context: SourceContext,
): FeatureSource {
  const name = `prediction:${of}:${prediction}`;
  const path = pathLabel(context.object, of);
  const label = context.predictions.get(prediction) ?? { zh: prediction, en: prediction };
  return {
    features: [
      {
        name,
        kind: "numeric",
        group: name,
        label: { zh: `${path.zh}预测“${label.zh}”`, en: `${path.en}prediction “${label.en}”` },
        show: showPrediction,
      },
    ],
    async read(trx, cases) {
      const ids = cases.map((each) => each.subject(of)?.id ?? null);
      const { rows } = await sql<{ row: number; value: number | null }>`
        select a.row, (select h.value from score_history h
          where h.prediction = ${prediction} and h.record_id = a.id and h.as_of <= a.at
          order by h.as_of desc limit 1) as value
        from unnest(${ids}::uuid[], ${cases.map(({ at }) => at.toISOString())}::timestamptz[])
          with ordinality as a(id, at, row)`.execute(trx);
      const byRow = new Map(rows.map(({ row, value }) => [row, value]));
      return cases.map((_, place) => [byRow.get(place + 1) ?? null]);
    },
  };
}

function showPrediction(cell: Cell) {
  if (typeof cell !== "number") return { zh: "未知", en: "unknown" };
  const text = Math.abs(cell) <= 1 ? `${wholePercent(cell)}%` : String(Math.round(cell));
  return { zh: text, en: text };
}
