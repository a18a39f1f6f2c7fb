import type { CausalGraph } from "@causeway/engine-graph";
import type { Column, Dataset } from "@causeway/engine-learning";
import { type Random, seededRandom } from "@causeway/kernel";
import { findColumn, readNumbers } from "../data/read-column.ts";
import type { Check } from "../estimation/check.ts";
import { intervene } from "./intervention.ts";
import type { Mechanism } from "./structural/equation.ts";
import { type Evidence, type Imagined, type ImaginedCase, imagine } from "./structural/imagine.ts";
import {
  fitStructuralModel,
  type NoStructuralModel,
  type StructuralModel,
} from "./structural/structural-model.ts";
import { variableOf } from "./structural/variable.ts";
import type { WhatIfQuestion, WhatIfStep } from "./what-if.ts";

export interface StructuralPart {
  readonly checks: readonly Check[];
  readonly point?: { readonly estimate: number; readonly standardError: number };
  readonly bounds?: readonly [number, number];
  readonly path?: readonly WhatIfStep[];
}

/** Draws of all equations from what the data leave open about them. */
const draws = 200;
/** Of a larger segment so many rows, evenly, are imagined, and fewer of them in each draw. */
const [mostRows, mostDrawnRows] = [20_000, 200];

/**
 * What the outcome of a record, or of some, would have been, through a structural equation for every node on the way. Undefined where
 * nothing is on the way but the outcome itself.
 */
export function answerByStructure(
  graph: CausalGraph,
  table: Dataset,
  question: WhatIfQuestion,
  segment: readonly number[],
): StructuralPart {
  const { variable, outcome, outcomeKind, eventTimes = [] } = question;
  const times = outcomeKind === "event-time" ? [...eventTimes, outcome] : eventTimes;
  const fitted = fitStructuralModel(table, graph, { set: variable, outcome, times });
  if (!fitted.ok) return { checks: [refusal(fitted)] };
  const { model } = fitted;
  const before = findColumn(table, variable);
  const settings = settingsOf(before, intervene(before, question.intervention));
  if (segment.some((row) => Number.isNaN(settings[row]))) return { checks: [neverSeen] };
  const numbers = readNumbers(findColumn(table, outcome), "an outcome");
  const outcomeValue = outcomeReader(model, outcome, numbers);
  const rows = evenly(segment, mostRows);
  const names = [...model.variables.keys()];
  const cases = rows.map((row) => ({
    setting: settings[row] as number,
    evidence: new Map(
      names.map((name) => [name, model.variables.get(name)?.values[row] as number]),
    ),
  }));
  const each = (some: readonly AskedCase[], mechanisms: ReadonlyMap<string, Mechanism>) =>
    some.map(({ evidence, setting }) =>
      imagine(model, mechanisms, evidence, setting, outcomeValue),
    );
  const best = mechanismsOf(model, (equation) => equation.best);
  const imagined = each(cases, best);
  const answer = meanOf(imagined);
  const few = evenly(cases, mostDrawnRows);
  const center = meanOf(each(few, best));
  const random = seededRandom(question.seed);
  const sample = Array.from({ length: draws }, () => meanOf(each(few, drawn(model, random))));
  // Rows of a segment are themselves a draw from all such rows.
  const rowsApart =
    cases.length === 1 ? 0 : deviation(imagined.map((one) => one.expected)) ** 2 / cases.length;
  const rivals = [0, 1].map((rival) =>
    meanOf(
      each(
        few,
        mechanismsOf(model, (equation) => equation.rivals[rival] as Mechanism),
      ),
    ),
  );
  const error = (part: (one: Imagined) => number) => {
    const apart = rivals.map((rival) => (part(rival) - part(center)) ** 2);
    const modelError = ((apart[0] as number) + (apart[1] as number)) / 2;
    return Math.sqrt(deviation(sample.map(part)) ** 2 + modelError + rowsApart);
  };
  const isBounded = answer.most - answer.least > 1e-6;
  const [only] = cases;
  const [path] = imagined.map((one) => one.path);
  return {
    checks: [way(model), outside(model, imagined)],
    point: {
      estimate: answer.expected,
      standardError: isBounded
        ? Math.max(
            error((one) => one.least),
            error((one) => one.most),
          )
        : error((one) => one.expected),
    },
    ...(isBounded && { bounds: [answer.least, answer.most] as const }),
    ...(cases.length === 1 && only && path && { path: stepsOf(model, only.evidence, path) }),
  };
}

interface AskedCase {
  readonly setting: number;
  readonly evidence: Evidence;
}

function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  const step = Math.max(1, items.length / most);
  return Array.from(
    { length: Math.min(items.length, most) },
    (_, place) => items[Math.floor(place * step)] as Item,
  );
}

function mechanismsOf(
  { equations }: StructuralModel,
  each: (equation: StructuralModel["equations"][number]) => Mechanism,
): ReadonlyMap<string, Mechanism> {
  return new Map(equations.map((equation) => [equation.node, each(equation)]));
}

const drawn = (model: StructuralModel, random: Random) =>
  mechanismsOf(model, (equation) => equation.draw(random));

/** Settings in the codes of the variable as it was; NaN for a value that it never had. */
function settingsOf(before: Column, after: Column): Float64Array {
  const was = variableOf(before);
  if (after.kind === "categorical")
    return Float64Array.from(after.codes, (code) => (code < 0 ? Number.NaN : code));
  if (!was.levels) return after.values;
  const numbers = was.levels.map(Number);
  return after.values.map((value) => {
    const code = numbers.indexOf(value);
    return code < 0 ? Number.NaN : code;
  });
}

/** Codes of the outcome back to the numbers that people read. */
function outcomeReader(model: StructuralModel, outcome: string, numbers: Float64Array) {
  const node = model.equations.at(-1);
  if (!node?.levels) return (value: number) => value;
  const codes = model.variables.get(outcome)?.values ?? new Float64Array();
  const shown = node.levels.map((_, code) => numbers[codes.indexOf(code)] as number);
  return (code: number) => shown[code] as number;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

function stepsOf(
  model: StructuralModel,
  evidence: ReadonlyMap<string, number>,
  path: ReadonlyMap<string, number | Float64Array>,
): readonly WhatIfStep[] {
  return model.equations.map(({ node, levels }) => {
    const code = evidence.get(node) ?? Number.NaN;
    const was = Number.isNaN(code) ? null : levels ? (levels[code] ?? null) : code;
    const would = path.get(node);
    if (!(would instanceof Float64Array)) return { node, was, would: would ?? null };
    const chances = Object.fromEntries(
      (levels ?? []).map((level, place) => [level, would[place] as number]),
    );
    return { node, was, would: chances };
  });
}

function way({ set, equations }: StructuralModel): Check {
  const nodes = [set.name, ...equations.map(({ node }) => node)];
  return {
    name: "identification",
    verdict: "trusted",
    says: {
      zh: `逐个结构方程推算：${nodes.join(" → ")}；每个记录保留其自身的扰动。`,
      en: `By structural equations, one for each of ${nodes.slice(1).join(", ")} after ${set.name}; a record keeps what is its own.`,
    },
  };
}

/** Numbers on the way that would lie beyond what was ever seen: there the equations only guess. */
function outside(
  { equations, variables }: StructuralModel,
  imagined: readonly ImaginedCase[],
): Check {
  const ranges = equations.slice(0, -1).flatMap(({ node, levels }) => {
    const values = variables
      .get(node)
      ?.values.filter((value) => !Number.isNaN(value))
      .sort();
    return levels || !values
      ? []
      : [{ node, low: values[0] as number, high: values.at(-1) as number }];
  });
  const beyond = imagined.filter(({ path }) =>
    ranges.some(({ node, low, high }) => {
      const value = path.get(node);
      return typeof value === "number" && (value < low || value > high);
    }),
  ).length;
  const share = beyond / imagined.length;
  const percent = (100 * share).toFixed(1);
  return {
    name: "range",
    verdict: beyond === 0 ? "trusted" : share > 0.1 && imagined.length > 1 ? "refused" : "caution",
    says: {
      zh: `${percent}% 的个案在途中会有数据里从未出现过的值。`,
      en: `${percent}% of the cases would on the way have values that the data never show.`,
    },
  };
}

function meanOf(imagined: readonly Imagined[]): Imagined {
  const mean = (part: (one: Imagined) => number) =>
    imagined.reduce((sum, one) => sum + part(one), 0) / imagined.length;
  return {
    expected: mean((one) => one.expected),
    least: mean((one) => one.least),
    most: mean((one) => one.most),
  };
}

const neverSeen: Check = {
  name: "overlap",
  verdict: "refused",
  says: {
    zh: "数据里没有这个取值，或所问记录的原值未知。",
    en: "The data do not have this value, or it is not known what the record had.",
  },
};

function refusal({ node, reason, other = "" }: NoStructuralModel): Check {
  const says =
    reason === "hidden-cause"
      ? {
          zh: `“${node}”与其原因之间有隐藏的共同原因，学不到它的方程，因此无法推算单个记录。`,
          en: `A hidden common cause stands between ${node} and its causes, so its equation cannot be learned, nor what one record would have been.`,
        }
      : {
          zh: `“${node}”与“${other}”有隐藏的共同原因，而“${node}”的扰动不可知，因此无法推算单个记录。`,
          en: `${node} and ${other} share a hidden cause, and of ${node} the noise stays open, so it cannot be told what one record would have been.`,
        };
  return { name: "identification", verdict: "refused", says };
}
