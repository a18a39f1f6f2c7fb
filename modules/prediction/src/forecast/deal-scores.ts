import { logOdds, type OpenDeal } from "@causeway/engine-learning";
import type { CurvePoint } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { dayMs } from "../datasets/moments.ts";
import { monthStart } from "./months.ts";

/** What predictions in force say of an open deal. */
export interface DealScore {
  /** Win probability with its 90 % interval. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Chance that it has closed after so many days; null where no model of that is in force. */
  readonly closing: readonly Pick<CurvePoint, "days" | "share">[] | null;
  readonly asOfMs: number;
}

export type DealScores = ReadonlyMap<string, DealScore>;

/** The scores of deals by the win probability and the time to close that are in force. */
export async function readDealScores(trx: WorkspaceTransaction): Promise<DealScores> {
  const { rows } = await sql<DealScore & { id: string }>`
    select w.record_id::text as id, w.value, w.low, w.high, c.curve as closing,
      (extract(epoch from w.as_of) * 1000)::float8 as "asOfMs"
    from scores w left join scores c on c.prediction = 'time-to-close' and c.record_id = w.record_id
    where w.prediction = 'win-probability'`.execute(trx);
  return new Map(rows.map(({ id, ...score }) => [id, score]));
}

const widthOf90 = 2 * 1.6449;
const inside = (chance: number) => Math.min(0.999, Math.max(0.001, chance));

/** A deal foreseen by its own scores; `rest` says what they do not: amounts, and the time of closing without a curve. */
export function foreseenByScore(
  { value, low, high, closing, asOfMs }: DealScore,
  rest: OpenDeal,
  originMs: number,
): OpenDeal {
  return {
    winProbability: value,
    winError: (logOdds(inside(high)) - logOdds(inside(low))) / widthOf90,
    closing:
      closing === null
        ? rest.closing
        : rest.closing.map((_, month) => {
            const from = Math.max(originMs, monthStart(originMs, month));
            const to = monthStart(originMs, month + 1);
            return closedBy(closing, to - asOfMs) - closedBy(closing, from - asOfMs);
          }),
    amounts: rest.amounts,
  };
}

/** The chance of having closed after some time, between the curve's points in a straight line. */
function closedBy(curve: readonly Pick<CurvePoint, "days" | "share">[], ms: number): number {
  const days = ms / dayMs;
  let before = { days: 0, share: 0 };
  for (const point of curve) {
    if (days <= point.days) {
      const part = Math.max(0, days - before.days) / (point.days - before.days);
      return before.share + part * (point.share - before.share);
    }
    before = point;
  }
  return before.share;
}
