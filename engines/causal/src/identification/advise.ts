import { type CausalGraph, createGraph, type Edge } from "@causeway/engine-graph";
import { NotIdentifiable } from "./identification-failure.ts";
import { identifyConditional } from "./identify-conditional.ts";
import { findInstruments } from "./instruments.ts";
import type { Query } from "./prove-estimand.ts";
import { subsets } from "./subsets.ts";

/** A way to make the effect identifiable, in words for people. */
export interface Advice {
  readonly kind: "measure" | "mediator" | "instrument" | "experiment";
  /** Variables concerned: ends of the hidden causes, the ends of the path, the instrument, or what to randomise. */
  readonly variables: readonly string[];
  /** Cases needed in each arm, for an experiment. */
  readonly perArm?: number;
  readonly says: { readonly zh: string; readonly en: string };
}

/** How large an experiment must be: a difference of `points` from `base`, two-sided alpha .05, power .8. */
export interface ExperimentSize {
  readonly base: number;
  readonly points: number;
}

const identifiable = (graph: CausalGraph, query: Query): boolean => {
  try {
    identifyConditional(graph, query.treatment, query.outcome, query.given);
    return true;
  } catch (error) {
    if (error instanceof NotIdentifiable) return false;
    throw error;
  }
};

/**
 * What would make an effect identifiable, cheapest first: measuring the fewest hidden common causes; measuring a
 * mediator; an instrument already in the graph (with its assumption); an experiment with its sample size
 * (Fleiss, Levin & Paik 2003, formula 4.14 without continuity correction). Each was checked on the graph.
 */
export function advise(
  graph: CausalGraph,
  query: Query,
  size: ExperimentSize = { base: 0.5, points: 0.05 },
): readonly Advice[] {
  return [
    ...measurements(graph, query),
    ...mediators(graph, query),
    ...instruments(graph, query),
    experiment(query, size),
  ];
}

function measurements(graph: CausalGraph, query: Query): readonly Advice[] {
  for (let count = 1; count <= Math.min(3, graph.bidirected.length); count++) {
    const enough = [...subsets(graph.bidirected, count)].filter((edges) =>
      identifiable(measured(graph, edges), query),
    );
    if (enough.length > 0) return enough.map(measureAdvice);
  }
  return [];
}

/** The graph in which the hidden causes behind `edges` are recorded as variables of their own. */
function measured(graph: CausalGraph, edges: readonly Edge[]): CausalGraph {
  const causes = edges.flatMap(([a, b], index): readonly Edge[] => {
    const name = `\u0000measured ${index}`;
    return [
      [name, a],
      [name, b],
    ];
  });
  return createGraph({
    nodes: graph.nodes,
    directed: [...graph.directed, ...causes],
    bidirected: graph.bidirected.filter((edge) => !edges.includes(edge)),
  });
}

function measureAdvice(edges: readonly Edge[]): Advice {
  const zh = edges.map(([a, b]) => `同时影响“${a}”和“${b}”的因素`).join("、");
  const en = edges.map(([a, b]) => `what drives both ${a} and ${b}`).join(", and ");
  return {
    kind: "measure",
    variables: edges.flat(),
    says: {
      zh: `记录${zh}，就能算出这个作用。`,
      en: `Record ${en}: then the effect can be computed.`,
    },
  };
}

function mediators(graph: CausalGraph, query: Query): readonly Advice[] {
  const advice: Advice[] = [];
  for (const edge of graph.directed) {
    const [from, to] = edge;
    if (!query.treatment.includes(from)) continue;
    const name = "\u0000mediator";
    const split = createGraph({
      nodes: graph.nodes,
      directed: [...graph.directed.filter((other) => other !== edge), [from, name], [name, to]],
      bidirected: graph.bidirected,
    });
    if (!identifiable(split, query)) continue;
    advice.push({
      kind: "mediator",
      variables: [from, to],
      says: {
        zh: `记录“${from}”作用于“${to}”的中间环节（须承载全部作用，且不受同一隐藏因素影响）。`,
        en: `Record the step through which ${from} acts on ${to} (it must carry the whole effect and share no hidden cause).`,
      },
    });
  }
  return advice;
}

function instruments(graph: CausalGraph, { treatment, outcome }: Query): readonly Advice[] {
  const [cause] = treatment;
  const [effect] = outcome;
  if (cause === undefined || effect === undefined || treatment.length > 1) return [];
  return findInstruments(graph, cause, effect).map(({ variable, given }) => {
    const zh = given.length === 0 ? "" : `（给定 ${given.join("、")}）`;
    const en = given.length === 0 ? "" : ` (given ${given.join(", ")})`;
    return {
      kind: "instrument",
      variables: [variable],
      says: {
        zh: `“${variable}”${zh}可作工具变量：若作用是线性的，或对所有人方向一致，就能估计。`,
        en: `${variable}${en} is an instrument: if the effect is linear, or goes the same way for everybody, it can be estimated.`,
      },
    };
  });
}

function experiment({ treatment }: Query, { base, points }: ExperimentSize): Advice {
  const other = Math.min(base + points, 1);
  const mean = (base + other) / 2;
  const alphaPart = 1.959964 * Math.sqrt(2 * mean * (1 - mean));
  const powerPart = 0.841621 * Math.sqrt(base * (1 - base) + other * (1 - other));
  const perArm = Math.ceil(((alphaPart + powerPart) / (other - base)) ** 2);
  const name = treatment.join("、");
  const percent = Math.round(points * 1000) / 10;
  return {
    kind: "experiment",
    variables: treatment,
    perArm,
    says: {
      zh: `随机决定“${name}”：每组 ${perArm} 例，可看出 ${percent} 个百分点的差别（从 ${base * 100}% 起，把握度 80%）。`,
      en: `Randomise ${treatment.join(", ")}: ${perArm} cases in each arm show a difference of ${percent} points (from ${base * 100}%, power 80%).`,
    },
  };
}
