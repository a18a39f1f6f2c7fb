import { seededRandom } from "@causeway/kernel";
import { totalPairs } from "./blocking/blocks.ts";
import { buildFields } from "./columns/build-fields.ts";
import { type CodedColumn, codeColumn } from "./columns/coded-column.ts";
import type { Field } from "./columns/field.ts";
import type { LinkTable } from "./columns/link-table.ts";
import { levelText, type TwoTexts } from "./comparators/level-text.ts";
import type { ColumnKind } from "./comparators/registry.ts";
import { type PairExplanation, pairExplainer } from "./explain-pair.ts";
import { scoreCandidates } from "./link.ts";
import { estimatePrior } from "./model/estimate-prior.ts";
import {
  type LevelProbabilities,
  type LinkModel,
  levelWeights,
  type Relatives,
} from "./model/link-model.ts";
import { findRelatives } from "./model/relatives.ts";
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

/** What was learned of pairs that share much without being one: a household, colleagues, branches. */
export interface RelativesWeights {
  /** m among matches, u among relatives. */
  readonly fields: readonly FieldWeights[];
  /** Matches for one pair of relatives. */
  readonly odds: number;
  /** Fields in which relatives agree no more than strangers. */
  readonly byChance: readonly string[];
}

/** A model as plain data: it may be kept and used on other rows of the same columns. */
export interface LearnedWeights {
  readonly fields: readonly FieldWeights[];
  /** The share of all pairs that are one. */
  readonly prior: number;
  readonly rows: number;
  /** Undefined where there are none, or nobody looked for them. */
  readonly relatives?: RelativesWeights | undefined;
}

export interface LearnRules {
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Sets of columns: rows that agree in one whole set are compared. */
  readonly blocking: readonly (readonly string[])[];
  /** Columns of which every equal value counts alike, as of addresses of devices: that only two share one says much. */
  readonly alike?: ReadonlySet<string>;
  /** Whether pairs that share much without being one are looked for. */
  readonly findsRelatives?: boolean;
}

/** Learns weights from a table without labels; null where no column of it can tell rows apart. */
export function learnWeights(
  table: LinkTable,
  { columns, blocking, alike = new Set(), findsRelatives = false }: LearnRules,
  seed: number,
): LearnedWeights | null {
  const isTelling = table.columns.some(
    (column) => new Set(column.filter((cell) => cell !== "")).size > 1,
  );
  if (table.rows < 2 || !isTelling) return null;
  const planned = planLink(table, undefined, { columns, blocking });
  const plan = { ...planned, fields: planned.fields.map((field) => evened(field, alike)) };
  const trained = withoutRefinement(trainModel(plan.fields, plan.blocks, plan.extent, seed));
  const scored = scoreCandidates(plan, trained);
  const alone = { ...trained, prior: estimatePrior(scored.weight, totalPairs(plan.extent)) };
  const related = findsRelatives
    ? findRelatives(plan.fields, alone, scored, seededRandom(seed))
    : undefined;
  const model = related ?? alone;
  return {
    fields: asData(plan.fields, model.fields),
    prior: model.prior,
    rows: table.rows,
    ...(model.relatives && { relatives: relativesAsData(plan.fields, model.relatives) }),
  };
}

/** The model by m and u alone, which is what can be kept. */
function withoutRefinement(model: LinkModel): LinkModel {
  return { ...model, fields: model.fields.map(({ m, u }) => ({ m, u })) };
}

function asData(
  fields: readonly Field[],
  learned: readonly LevelProbabilities[],
): readonly FieldWeights[] {
  return fields.map(({ name, levels }, place) => ({
    field: name,
    levels,
    m: [...(learned[place]?.m ?? [])],
    u: [...(learned[place]?.u ?? [])],
  }));
}

function relativesAsData(fields: readonly Field[], relatives: Relatives): RelativesWeights {
  return {
    fields: asData(fields, relatives.fields),
    odds: relatives.odds,
    byChance: fields.flatMap(({ name }, place) => (relatives.byChance[place] ? [name] : [])),
  };
}

function evened(field: Field, alike: ReadonlySet<string>): Field {
  return alike.has(field.name) ? { ...field, frequency: undefined } : field;
}

/** The share of all rows that have this value of a column, as it is written; undefined where the table itself tells. */
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
    const cells = table.columns[table.names.indexOf(field.name)] ?? [];
    const column = columns.find((one) => one.column.name === field.name)?.column;
    const shares = column && sharesOfForms(column, cells, (cell) => shareOf(field.name, cell));
    const frequency = evened(field, alike).frequency?.map((share, id) => shares?.get(id) ?? share);
    return [{ field: { ...field, frequency }, own }];
  });
  const fields = known.map(({ field }) => field);
  return pairExplainer(fields, {
    prior: weights.prior,
    fields: known.map(({ own }) => probabilitiesOf(own)),
    relatives: weights.relatives && relativesOf(fields, weights.relatives),
  });
}

/** The share of each normal form, by its place: of all the ways together in which the cells write it. */
function sharesOfForms(
  { ids }: CodedColumn,
  cells: readonly string[],
  shareOf: (cell: string) => number | undefined,
): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  for (const [cell, row] of new Map(cells.map((written, place) => [written, place]))) {
    const share = shareOf(cell);
    const id = ids[row] ?? -1;
    if (share !== undefined && id >= 0) shares.set(id, share + (shares.get(id) ?? 0));
  }
  return shares;
}

function probabilitiesOf({ m, u }: FieldWeights): LevelProbabilities {
  return { m: Float64Array.from(m), u: Float64Array.from(u) };
}

/** The relatives of a model whose fields are these; one that was not learned says nothing. */
function relativesOf(fields: readonly Field[], { odds, byChance, ...learned }: RelativesWeights) {
  const even = ({ levels }: Field): LevelProbabilities => {
    const share = new Float64Array(levels.length).fill(1 / levels.length);
    return { m: share, u: share };
  };
  const own = new Map(learned.fields.map((one) => [one.field, one]));
  return {
    odds,
    byChance: fields.map(({ name }) => byChance.includes(name)),
    fields: fields.map((field) => {
      const found = own.get(field.name);
      return found === undefined ? even(field) : probabilitiesOf(found);
    }),
  };
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
    fields: weights.fields.map(probabilitiesOf),
  });
  return weights.fields.map(({ field, levels }, place) => ({
    field,
    levels: levels
      .map((level, at) => ({ level, text: levelText(level), bits: bits[place]?.[at] ?? 0 }))
      .toReversed(),
  }));
}

/** What relatives have in common, and what tells a match from them. */
export interface RelativesInWords {
  /** Pairs of relatives for one match. */
  readonly perMatch: number;
  /** Fields in which relatives agree far oftener than strangers. */
  readonly shared: string[];
  /** Fields in which they agree no oftener: only these tell a match. */
  readonly telling: string[];
}

/** What was learned of relatives; null where there are none. */
export function relativesInWords({
  fields,
  relatives,
}: Pick<LearnedWeights, "fields" | "relatives">): RelativesInWords | null {
  if (relatives === undefined) return null;
  const unlike = new Map(fields.map(({ field, u }) => [field, u[0] ?? 1]));
  // Relatives who differ in a field nearly as often as strangers do have it by chance.
  const isShared = ({ field, u }: FieldWeights): boolean =>
    (u[0] ?? 1) < 0.5 * (unlike.get(field) ?? 1);
  const names = (of: readonly FieldWeights[]) => of.map(({ field }) => field);
  return {
    perMatch: 1 / relatives.odds,
    shared: names(relatives.fields.filter(isShared)),
    telling: names(relatives.fields.filter((field) => !isShared(field))),
  };
}
