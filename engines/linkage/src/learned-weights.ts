import { totalPairs } from "./blocking/blocks.ts";
import { buildFields } from "./columns/build-fields.ts";
import { codeColumn } from "./columns/coded-column.ts";
import type { Field } from "./columns/field.ts";
import type { LinkTable } from "./columns/link-table.ts";
import { levelText, type TwoTexts } from "./comparators/level-text.ts";
import type { ColumnKind } from "./comparators/registry.ts";
import { type PairExplanation, pairExplainer } from "./explain-pair.ts";
import { scoreCandidates } from "./link.ts";
import { estimatePrior } from "./model/estimate-prior.ts";
import { levelWeights } from "./model/link-model.ts";
import { trainModel } from "./model/train-model.ts";
import { planLink } from "./plan-link.ts";
import { normalForm } from "./text/normal-form.ts";

/** What was learned of one field, as plain data that can be kept. */
export interface FieldWeights {
  readonly field: string;
  readonly levels: readonly string[];
  /** How often each level occurs among pairs that are one, and among others. */
  readonly m: readonly number[];
  readonly u: readonly number[];
}

/** A model as plain data: it may be kept and used on other rows of the same columns. */
export interface LearnedWeights {
  readonly fields: readonly FieldWeights[];
  /** The share of all pairs that are one. */
  readonly prior: number;
  readonly rows: number;
}

export interface LearnRules {
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Sets of columns: rows that agree in one whole set are compared. */
  readonly blocking: readonly (readonly string[])[];
  /** Columns of which every equal value counts alike, as of addresses of devices: that only two share one says much. */
  readonly alike?: ReadonlySet<string>;
}

/** Learns weights from a table without labels; null where no column of it can tell rows apart. */
export function learnWeights(
  table: LinkTable,
  { columns, blocking, alike = new Set() }: LearnRules,
  seed: number,
): LearnedWeights | null {
  const isTelling = table.columns.some(
    (column) => new Set(column.filter((cell) => cell !== "")).size > 1,
  );
  if (table.rows < 2 || !isTelling) return null;
  const planned = planLink(table, undefined, { columns, blocking });
  const plan = { ...planned, fields: planned.fields.map((field) => evened(field, alike)) };
  const model = trainModel(plan.fields, plan.blocks, plan.extent, seed);
  const { weight } = scoreCandidates(plan, model);
  return {
    fields: plan.fields.map(({ name, levels }, place) => ({
      field: name,
      levels,
      m: [...(model.fields[place]?.m ?? [])],
      u: [...(model.fields[place]?.u ?? [])],
    })),
    prior: estimatePrior(weight, totalPairs(plan.extent)),
    rows: table.rows,
  };
}

function evened(field: Field, alike: ReadonlySet<string>): Field {
  return alike.has(field.name) ? { ...field, frequency: undefined } : field;
}

/** The share of all rows that have this value of a column; undefined where the table itself tells. */
export type ShareOf = (column: string, value: string) => number | undefined;

/** Explains pairs of a table's rows by weights that were learned before, perhaps from other rows. */
export function weighPairs(
  table: LinkTable,
  kinds: Readonly<Record<string, ColumnKind>>,
  weights: LearnedWeights,
  {
    shareOf,
    alike = new Set(),
  }: { readonly shareOf: ShareOf; readonly alike?: ReadonlySet<string> },
): (left: number, right: number) => PairExplanation {
  const columns = table.names.flatMap((name, place) => {
    const kind = kinds[name];
    const cells = table.columns[place] ?? [];
    return kind === undefined ? [] : [{ column: codeColumn(name, cells, normalForm), kind }];
  });
  const learned = new Map(weights.fields.map((one) => [one.field, one]));
  const known = buildFields(columns).flatMap((field) => {
    const own = learned.get(field.name);
    if (own === undefined || own.levels.length !== field.levels.length) return [];
    const values = columns.find(({ column }) => column.name === field.name)?.column.values ?? [];
    const frequency = evened(field, alike).frequency?.map(
      (share, id) => shareOf(field.name, values[id] ?? "") ?? share,
    );
    return [{ field: { ...field, frequency }, own }];
  });
  const model = {
    prior: weights.prior,
    fields: known.map(({ own }) => ({ m: Float64Array.from(own.m), u: Float64Array.from(own.u) })),
  };
  return pairExplainer(
    known.map(({ field }) => field),
    model,
  );
}

/** One level of one field with its evidence in bits and in words. */
export interface WeightInWords {
  readonly level: string;
  readonly text: TwoTexts;
  readonly bits: number;
}

/** What each field's levels weigh, most telling first. */
export function weightsInWords(
  weights: LearnedWeights,
): readonly { readonly field: string; readonly levels: readonly WeightInWords[] }[] {
  const bits = levelWeights(weights.fields, {
    fields: weights.fields.map(({ m, u }) => ({
      m: Float64Array.from(m),
      u: Float64Array.from(u),
    })),
  });
  return weights.fields.map(({ field, levels }, place) => ({
    field,
    levels: levels
      .map((level, at) => ({ level, text: levelText(level), bits: bits[place]?.[at] ?? 0 }))
      .toReversed(),
  }));
}
