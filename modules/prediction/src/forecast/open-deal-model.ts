import {
  categoricalColumn,
  createDataset,
  type Dataset,
  fitRecipe,
  numericColumn,
  type OpenDeal,
  predict,
  predictSurvival,
  selectRows,
  trainHazard,
} from "@causeway/engine-learning";
import type { Random } from "@causeway/kernel";
import { type DealLife, isOpenAt, stateAt, wonAmount } from "./deal-life.ts";
import { monthStart, monthsBetween } from "./months.ts";

/** What is foreseen of open deals, in their order. */
export type ForeseeDeals = (lives: readonly DealLife[]) => readonly OpenDeal[];

export interface OpenDealRequest {
  readonly lives: readonly DealLife[];
  /** Any instant; what came after it is not looked at. */
  readonly originMs: number;
  /** Calendar months, beginning with the one in which the origin lies. */
  readonly periods: number;
  /** Share of the first month which still lies ahead; default 1. */
  readonly left?: number;
  readonly random: Random;
}

const dayMs = 86_400_000;
const fewestEnded = 40;
const mostLooks = 12_000;

interface Look {
  readonly life: DealLife;
  readonly atMs: number;
}

/**
 * Learns from past month starts how open deals ended: when (a discrete-time hazard of closing by month), whether won, and
 * by how much the amount still changed. Undefined where too few deals have ended to learn from.
 */
export function fitOpenDeals(request: OpenDealRequest): ForeseeDeals | undefined {
  const { lives, originMs, periods, left = 1, random } = request;
  const looks = pastLooks(lives, originMs).slice(-mostLooks);
  const ended = looks.filter(({ life }) => hasEnded(life, originMs));
  const won = ended.filter(({ life }) => life.outcome === "won");
  if (Math.min(won.length, ended.length - won.length) < fewestEnded) return undefined;
  const dataset = dealDataset(looks);
  const seen = Int32Array.from(looks, ({ life, atMs }) =>
    Math.min(
      periods,
      monthsBetween(atMs, endOf(life, originMs)) + (hasEnded(life, originMs) ? 1 : 0),
    ),
  );
  const kept = Uint32Array.from(looks.keys()).filter((row) => (seen[row] ?? 0) > 0);
  const closing = trainHazard(
    selectRows(dataset, kept),
    Int32Array.from(kept, (row) => seen[row] ?? 1),
    Float64Array.from(kept, (row) => {
      const { life, atMs } = looks[row] as Look;
      return hasEnded(life, originMs) && monthsBetween(atMs, life.closedMs ?? 0) < periods ? 1 : 0;
    }),
    { random, leaves: 8, rounds: 80, minRowsInLeaf: 40 },
  );
  const endedRows = Uint32Array.from(looks.keys()).filter((row) =>
    hasEnded((looks[row] as Look).life, originMs),
  );
  const outcome = fitRecipe(
    "logistic",
    { kind: "binary" },
    selectRows(dataset, endedRows),
    Float64Array.from(endedRows, (row) => ((looks[row] as Look).life.outcome === "won" ? 1 : 0)),
    { random, times: Float64Array.from(endedRows, (row) => (looks[row] as Look).atMs) },
  );
  const ratios = amountRatios(won);
  return (open) => {
    const asked = dealDataset(open.map((life) => ({ life, atMs: originMs })));
    const survival = predictSurvival(closing, asked, periods);
    const [chances = new Float64Array(0)] = predict(outcome, asked);
    return open.map((life, row) => {
      const amount = stateAt(life, originMs)?.amount ?? 0;
      const alive = (month: number) => (month < 0 ? 1 : (survival[row * periods + month] ?? 0));
      const ends = (month: number) => (month < 0 ? 0 : alive(month - 1) - alive(month));
      return {
        winProbability: chances[row] ?? 0,
        // Months from now on reach into two calendar months each.
        closing: Array.from(
          { length: periods },
          (_, period) => left * ends(period) + (1 - left) * ends(period - 1),
        ),
        amounts: ratios.map((ratio) => ratio * amount),
      };
    });
  };
}

const hasEnded = ({ closedMs }: DealLife, byMs: number) => closedMs !== null && closedMs < byMs;
const endOf = (life: DealLife, byMs: number) =>
  hasEnded(life, byMs) ? (life.closedMs ?? byMs) : byMs;

/** Every deal at every past month start at which it was open, in order of time. */
function pastLooks(lives: readonly DealLife[], originMs: number): readonly Look[] {
  return lives
    .flatMap((life) => {
      const looks: Look[] = [];
      const end = Math.min(endOf(life, originMs), originMs - 1);
      for (let atMs = monthStart(life.createdMs, 1); atMs <= end; atMs = monthStart(atMs, 1)) {
        if (isOpenAt(life, atMs)) looks.push({ life, atMs });
      }
      return looks;
    })
    .sort((a, b) => a.atMs - b.atMs);
}

function dealDataset(looks: readonly Look[]): Dataset {
  const states = looks.map(({ life, atMs }) => ({ life, atMs, state: stateAt(life, atMs) }));
  return createDataset([
    categoricalColumn(
      "stage",
      states.map(({ state }) => state?.stage ?? null),
    ),
    categoricalColumn(
      "team",
      states.map(({ state }) => state?.team ?? null),
    ),
    numericColumn(
      "age days",
      states.map(({ life, atMs }) => (atMs - life.createdMs) / dayMs),
    ),
    numericColumn(
      "days in stage",
      states.map(({ state, atMs }) => (state ? (atMs - state.stageSinceMs) / dayMs : null)),
    ),
    numericColumn(
      "days to expected close",
      states.map(({ state, atMs }) =>
        state?.expectedCloseMs == null ? null : (state.expectedCloseMs - atMs) / dayMs,
      ),
    ),
    numericColumn(
      "log amount",
      states.map(({ state }) => (state?.amount ? Math.log1p(state.amount) : null)),
    ),
  ]);
}

const mostRatios = 40;

/** Final amount over the amount at the look, as so many quantiles. */
function amountRatios(won: readonly Look[]): readonly number[] {
  const ratios = won
    .flatMap(({ life, atMs }) => {
      const then = stateAt(life, atMs)?.amount ?? 0;
      return then > 0 ? [wonAmount(life) / then] : [];
    })
    .sort((a, b) => a - b);
  const count = Math.min(mostRatios, ratios.length);
  return count === 0
    ? [1]
    : Array.from(
        { length: count },
        (_, place) => ratios[Math.floor(((place + 0.5) * ratios.length) / count)] ?? 1,
      );
}
