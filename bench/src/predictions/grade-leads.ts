import {
  areaUnderRoc,
  brierScore,
  type Column,
  categoricalColumn,
  createDataset,
  numericColumn,
  predict,
  selectRows,
  selectValues,
  windowFeatures,
} from "@causeway/engine-learning";
import { closedLeads, dayMs, type Lead, leadKey, type Market } from "@causeway/engine-simulation";
import {
  cutoffsFor,
  gradeOf,
  leadBehaviourWindows,
  leadSignalWindows,
} from "@causeway/module-prediction";
import { fitBetterRecipe } from "./choose-recipe.ts";
import { type MarketView, valuesAt } from "./read-market.ts";

export interface GradeResult {
  readonly leads: number;
  readonly recipe: string;
  /** Share right when A and B are called won. */
  readonly accuracy: number;
  readonly majority: number;
  readonly auc: number;
  readonly brier: number;
  readonly oracle: { readonly accuracy: number; readonly auc: number; readonly brier: number };
}

/** Leads are looked at when the oracle's three days are over. */
const lookDays = 3;

/** Learns from the leads closed before `trainMonth` and grades those that come after it, 90 days of which are known. */
export function gradeLeads(market: Market, view: MarketView, trainMonth: number): GradeResult {
  const { calendar, days } = market.world;
  const leads = closedLeads(market)
    .filter(({ createdDay }) => createdDay + 90 <= days)
    .sort((a, b) => a.createdDay - b.createdDay);
  const dataset = createDataset(leadColumns(market, view, leads), leads.length);
  const won = Float64Array.from(leads, (lead) => (lead.won ? 1 : 0));
  const created = Float64Array.from(leads, ({ createdDay }) => createdDay);
  const now = calendar.monthStart(trainMonth);
  const rows = Array.from(leads.keys());
  const train = rows.filter((row) => (leads[row]?.closeDay ?? now) < now);
  const test = rows.filter((row) => (leads[row]?.createdDay ?? 0) >= now);
  const { recipe, predictor } = fitBetterRecipe(
    selectRows(dataset, train),
    selectValues(won, train),
    selectValues(created, train),
  );
  const [scores = new Float64Array(0)] = predict(predictor, selectRows(dataset, test));
  const actual = selectValues(won, test);
  const cutoffs = cutoffsFor(mean(selectValues(won, train)));
  const truth = Float64Array.from(test, (row) => leads[row]?.probability ?? 0);
  const isGood = (score: number) => ["A", "B"].includes(gradeOf(score, cutoffs));
  const share = mean(actual);
  return {
    leads: test.length,
    recipe,
    accuracy: rightShare(scores, actual, isGood),
    majority: Math.max(share, 1 - share),
    auc: areaUnderRoc(scores, actual),
    brier: brierScore(scores, actual),
    oracle: {
      accuracy: rightShare(truth, actual, (score) => score >= 0.5),
      auc: areaUnderRoc(truth, actual),
      brier: brierScore(truth, actual),
    },
  };
}

function rightShare(
  scores: Float64Array,
  actual: Float64Array,
  isGood: (score: number) => boolean,
): number {
  return mean(scores.map((score, row) => (isGood(score) === (actual[row] ?? 0) > 0.5 ? 1 : 0)));
}

const mean = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Only what the records, touchpoints and signals told by the moment of the look. */
function leadColumns(market: Market, view: MarketView, leads: readonly Lead[]): readonly Column[] {
  const accountOf = accountFinder(view);
  const rows = leads.map((lead) => {
    const atMs = market.request.startMs + (lead.createdDay + lookDays) * dayMs;
    const record = view.records.get(leadKey(lead));
    const values = record && valuesAt(record, atMs);
    const account = accountOf(values ?? {});
    const [creation] = record?.changes ?? [];
    const answer = record?.changes.find(
      (change) => change.atMs <= atMs && change.values["status"] === "working",
    );
    return {
      values,
      size: Number(account?.["size"] ?? Number.NaN),
      answerHours:
        answer && creation ? Math.max(0, answer.atMs - creation.atMs) / 3_600_000 : Number.NaN,
      behaviour: windowFeatures(view.ofPerson.get(lead.person) ?? [], leadBehaviourWindows, atMs),
      signals: windowFeatures(
        view.signalsOf.get(String(account?.["credit_code"])) ?? [],
        leadSignalWindows,
        atMs,
      ),
    };
  });
  const text = (name: string) =>
    categoricalColumn(
      name,
      rows.map(({ values }) => (typeof values?.[name] === "string" ? values[name] : null)),
    );
  return [
    ...["source", "industry", "region", "title"].map(text),
    numericColumn(
      "log size",
      rows.map(({ size }) => Math.log(size)),
    ),
    numericColumn(
      "log hours to the first answer",
      rows.map(({ answerHours }) => Math.log(answerHours + 0.1)),
    ),
    ...leadBehaviourWindows.map(({ name }, place) =>
      numericColumn(
        name,
        rows.map(({ behaviour }) => Math.log1p(behaviour[place] ?? 0)),
      ),
    ),
    ...leadSignalWindows.map(({ name }, place) =>
      numericColumn(
        name,
        rows.map(({ signals }) => signals[place] ?? 0),
      ),
    ),
  ];
}

type Fields = { readonly [field: string]: unknown };

/** A lead's account: by the domain of its mail address, else by its company's name as written. */
function accountFinder(view: MarketView): (lead: Fields) => Fields | undefined {
  const byDomain = new Map<string, Fields>();
  const byName = new Map<string, Fields>();
  for (const [key, { changes }] of view.records) {
    const [creation] = changes;
    if (!key.startsWith("account:") || creation === undefined) continue;
    byDomain.set(String(creation.values["domain"]), creation.values);
    byName.set(String(creation.values["name"]), creation.values);
  }
  return (lead) =>
    byDomain.get(String(lead["email"] ?? "").split("@")[1] ?? "") ??
    byName.get(String(lead["company"] ?? ""));
}
