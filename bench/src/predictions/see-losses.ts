import {
  areaUnderRoc,
  fitLogistic,
  fitRecipe,
  predict,
  selectRows,
  selectValues,
  shuffled,
} from "@causeway/engine-learning";
import { dayMs, decidedContracts, type Market } from "@causeway/engine-simulation";
import { seededRandom } from "@causeway/kernel";
import { renewalDataset } from "@causeway/module-prediction";
import type { MarketView } from "./read-market.ts";

export interface LossResult {
  readonly contracts: number;
  readonly losses: number;
  /** Share of losses above the score that 15 % of the kept contracts exceed. */
  readonly seen: number;
  readonly auc: number;
  /** The same with a threshold set beforehand, on held-out contracts of the past. */
  readonly beforehand: { readonly seen: number; readonly falseAlarms: number };
  readonly oracle: { readonly seen: number; readonly auc: number };
}

const falseAlarms = 0.15;

/** Learns from the contracts that had ended before `trainMonth` and foretells, half a year ahead, those decided after it. */
export function seeLosses(market: Market, view: MarketView, trainMonth: number): LossResult {
  const contracts = [...decidedContracts(market)].sort((a, b) => a.decisionDay - b.decisionDay);
  const now = market.world.calendar.monthStart(trainMonth);
  const dataset = renewalDataset(
    contracts.map(({ company, decisionDay }) => ({
      happenings: [
        ...(view.ofCompany.get(company) ?? []),
        ...(view.signalsOf.get(market.population.companies[company]?.creditCode ?? "") ?? []),
      ],
      atMs: market.request.startMs + decisionDay * dayMs,
    })),
  );
  const lost = Float64Array.from(contracts, (contract) => (contract.lost ? 1 : 0));
  const rows = Array.from(contracts.keys());
  const train = rows.filter((row) => (contracts[row]?.endDay ?? now) < now);
  const test = rows.filter((row) => (contracts[row]?.decisionDay ?? 0) >= now);
  const learn = selectRows(dataset, train);
  const learned = selectValues(lost, train);
  const predictor = fitRecipe("logistic", { kind: "binary" }, learn, learned, {
    random: seededRandom(1),
    times: Float64Array.from(train, (row) => contracts[row]?.decisionDay ?? 0),
  });
  const [scores = new Float64Array(0)] = predict(predictor, selectRows(dataset, test));
  const actual = selectValues(lost, test);
  const truth = Float64Array.from(test, (row) => contracts[row]?.lossProbability ?? 0);
  const held = heldOut(learn, learned);
  const limit = thresholdOf(held, learned);
  return {
    contracts: test.length,
    losses: actual.reduce((sum, value) => sum + value, 0),
    seen: shareAbove(scores, actual, 1, thresholdOf(scores, actual)),
    auc: areaUnderRoc(scores, actual),
    beforehand: {
      seen: shareAbove(scores, actual, 1, limit),
      falseAlarms: shareAbove(scores, actual, 0, limit),
    },
    oracle: {
      seen: shareAbove(truth, actual, 1, thresholdOf(truth, actual)),
      auc: areaUnderRoc(truth, actual),
    },
  };
}

/** The score that the allowed share of kept contracts exceeds. */
function thresholdOf(scores: Float64Array, lost: Float64Array): number {
  const kept = scores.filter((_, row) => (lost[row] ?? 0) < 0.5).toSorted();
  return kept[kept.length - 1 - Math.floor(falseAlarms * kept.length)] ?? 1;
}

function shareAbove(scores: Float64Array, lost: Float64Array, of: 0 | 1, limit: number): number {
  const chosen = scores.filter((_, row) => lost[row] === of);
  return chosen.filter((score) => score > limit).length / Math.max(1, chosen.length);
}

/** Predictions of ten parts by the other nine. */
function heldOut(dataset: Parameters<typeof fitLogistic>[0], target: Float64Array): Float64Array {
  const order = shuffled(dataset.rows, seededRandom(2));
  const held = new Float64Array(dataset.rows);
  for (let part = 0; part < 10; part++) {
    const judged = Array.from(order).filter((_, place) => place % 10 === part);
    const rest = Array.from(order).filter((_, place) => place % 10 !== part);
    const model = fitLogistic(selectRows(dataset, rest), selectValues(target, rest), { l2: 10 });
    const [scores] = predict(model, selectRows(dataset, judged));
    judged.forEach((row, place) => {
      held[row] = scores?.[place] ?? 0;
    });
  }
  return held;
}
