import {
  curveShifts,
  type SurvivalReport,
  selectRows,
  selectValues,
  trainSurvival,
} from "@causeway/engine-learning";
import type { Random } from "@causeway/kernel";
import { dayMs } from "../datasets/moments.ts";
import { observedCurve, pastCurves } from "../scoring/past-curves.ts";
import { intervalLevel } from "../scoring/past-record.ts";
import { type CurveCases, type CurveGrid, curveSpans } from "./curve-spans.ts";
import { spreadsOverTime } from "./time-order.ts";
import type { Fitted, TrainingRequest } from "./train-model.ts";

export interface FitCurveOptions {
  readonly random: Random;
  readonly folds: number;
  readonly onProgress: (share: number) => boolean;
}

/** Fits the hazard of an outcome over its horizon; what is not decided yet counts as far as it was seen. */
export function fitCurve(
  request: TrainingRequest,
  curve: CurveGrid & CurveCases,
  { random, folds, onProgress }: FitCurveOptions,
): Fitted {
  const { rows, spans } = curveSpans(curve, curve);
  const times = selectValues(request.firstMs, rows);
  const isOrdered = spreadsOverTime(times, folds);
  const { held, curves, concordance, ...report } = trainSurvival(
    selectRows(request.dataset, rows),
    spans,
    {
      targetName: request.targetName,
      random,
      folds,
      monotone: request.monotone,
      groups: Int32Array.from(rows, (row) => request.record[row] as number),
      onProgress,
      ...(isOrdered && {
        time: {
          times,
          starts: selectValues(request.atMs, rows),
          periodLength: curve.periodDays * dayMs,
        },
      }),
    },
  );
  const { periods, periodDays } = curve;
  return {
    held: { ...held, rows: held.rows.map((row) => rows[row] as number) },
    report,
    gapDays: isOrdered ? 0 : null,
    baseRate: observedCurve(Array.from(rows.keys()), spans).share.at(-1) ?? 0,
    curve: {
      periods,
      periodDays,
      past: pastCurves(curves, spans).map(({ share, low, high, ...rest }) => ({
        ...rest,
        share: [...share],
        low: [...low],
        high: [...high],
      })),
      shifts: curveShifts(toldOf(curves, rows, request.isTold), spans, intervalLevel).map(
        (knots) => [...knots],
      ),
    },
    concordance,
  };
}

/** One case of each record: cases of one record go the same way, and would make intervals too sure. */
function toldOf(
  { rows, ended }: SurvivalReport["curves"],
  cases: Uint32Array,
  isTold: Uint8Array,
): SurvivalReport["curves"] {
  const places = Array.from(rows.keys()).filter(
    (place) => isTold[cases[rows[place] as number] as number] === 1,
  );
  const width = rows.length === 0 ? 0 : ended.length / rows.length;
  const kept = new Float64Array(places.length * width);
  places.forEach((place, number) => {
    kept.set(ended.subarray(place * width, (place + 1) * width), number * width);
  });
  return { rows: Uint32Array.from(places, (place) => rows[place] as number), ended: kept };
}
