import { type CausalGraph, descendantsOf } from "@causeway/engine-graph";
import { findAdjustmentSet } from "./adjustment.ts";
import { type Advice, advise, type ExperimentSize } from "./advise.ts";
import { type Estimand, probability, product, sum } from "./estimand.ts";
import { explainMethod } from "./explain-method.ts";
import { estimandLatex, estimandText } from "./format-estimand.ts";
import { findFrontDoor } from "./front-door.ts";
import { NotIdentifiable } from "./identification-failure.ts";
import { identifyConditional } from "./identify-conditional.ts";
import { proveEstimand, type Query } from "./prove-estimand.ts";

export type Method = "no-effect" | "back-door" | "front-door" | "id";

export interface Identified {
  readonly identifiable: true;
  readonly estimand: { readonly tree: Estimand; readonly text: string; readonly latex: string };
  readonly method: Method;
  /** Adjustment set or mediators, where the method has them. */
  readonly through: readonly string[];
  readonly proven: true;
  readonly says: { readonly zh: string; readonly en: string };
}

export interface NotIdentified {
  readonly identifiable: false;
  readonly hedge: readonly [readonly string[], readonly string[]];
  readonly advice: readonly Advice[];
}

interface Candidate {
  readonly tree: Estimand;
  readonly method: Method;
  readonly through: readonly string[];
}

/**
 * What `treatment` does to `outcome` (given `given`), computed from observed data under this graph; or the hedge
 * that proves the data cannot tell, with advice. The simplest valid formula is chosen: no path, adjustment, front
 * door, then the complete algorithms ID and IDC. No formula leaves unproven: each is checked by exact
 * enumeration on random models first. Throws RangeError for names the graph does not have or that stand twice.
 */
export function identifyEffect(
  graph: CausalGraph,
  query: Query,
  options: { readonly experiment?: ExperimentSize } = {},
): Identified | NotIdentified {
  checkNames(graph, query);
  try {
    for (const candidate of candidates(graph, query)) {
      if (!proveEstimand(graph, query, candidate.tree).proven) continue;
      return present(candidate, query);
    }
    throw new Error("No formula could be proven, though the graph identifies the effect");
  } catch (error) {
    if (!(error instanceof NotIdentifiable)) throw error;
    return {
      identifiable: false,
      hedge: error.hedge,
      advice: advise(graph, query, options.experiment),
    };
  }
}

function* candidates(graph: CausalGraph, query: Query): Generator<Candidate> {
  const { treatment, outcome, given } = query;
  const [cause, effect] = [treatment[0], outcome[0]];
  const single = treatment.length === 1 && outcome.length === 1 && given.length === 0;
  if (single && cause !== undefined && effect !== undefined) yield* simple(graph, cause, effect);
  yield { tree: identifyConditional(graph, treatment, outcome, given), method: "id", through: [] };
}

function* simple(graph: CausalGraph, cause: string, effect: string): Generator<Candidate> {
  if (!descendantsOf(graph, [cause]).has(effect)) {
    yield { tree: probability([effect]), method: "no-effect", through: [] };
    return;
  }
  const set = findAdjustmentSet(graph, cause, effect);
  if (set) {
    const tree = sum(set, product([probability([effect], [cause, ...set]), probability(set)]));
    yield { tree, method: "back-door", through: set };
    return;
  }
  const mediators = findFrontDoor(graph, cause, effect);
  if (!mediators) return;
  yield {
    tree: identifyConditional(graph, [cause], [effect], []),
    method: "front-door",
    through: mediators,
  };
}

function checkNames(graph: CausalGraph, { treatment, outcome, given }: Query): void {
  const seen = new Set<string>();
  for (const name of [...treatment, ...outcome, ...given]) {
    if (!graph.nodes.includes(name)) throw new RangeError(`The graph has no variable ${name}`);
    if (seen.has(name)) throw new RangeError(`Variable ${name} stands in the question twice`);
    seen.add(name);
  }
  if (treatment.length === 0 || outcome.length === 0) {
    throw new RangeError("The question needs a treatment and an outcome");
  }
}

function present({ tree, method, through }: Candidate, query: Query): Identified {
  return {
    identifiable: true,
    estimand: { tree, text: estimandText(tree), latex: estimandLatex(tree) },
    method,
    through,
    proven: true,
    says: explainMethod(method, {
      treatment: query.treatment.join(", "),
      outcome: query.outcome.join(", "),
      through,
    }),
  };
}
