import {
  ancestorsOf,
  type CausalGraph,
  descendantsOf,
  siblingsOf,
  topologicalOrder,
  withoutIncoming,
} from "@causeway/engine-graph";
import type { Dataset } from "@causeway/engine-learning";
import { type Equation, fitEquation } from "./equation.ts";
import { identifyEquation } from "./identify-equation.ts";
import { readVariable, type Variable } from "./variable.ts";

export interface StructuralOptions {
  /** What will be set. Its equation is not needed. */
  readonly set: string;
  /** The node asked about; without it every node that the setting can change has an equation. */
  readonly outcome?: string;
  /** Nodes that are times until something happens: positive, their noise a factor. */
  readonly times?: readonly string[] | undefined;
}

/** A structural equation for every node that setting a variable can change, causes before effects. */
export interface StructuralModel {
  readonly set: Variable;
  readonly equations: readonly Equation[];
  readonly variables: ReadonlyMap<string, Variable>;
}

/** Why a graph and these data give no structural model. */
export interface NoStructuralModel {
  readonly node: string;
  /** `hidden-cause`: its equation cannot be learned; `joined-noise`: its noise hangs together with that of `other`. */
  readonly reason: "hidden-cause" | "joined-noise";
  readonly other?: string;
}

export type FittedStructure =
  | { readonly ok: true; readonly model: StructuralModel }
  | ({ readonly ok: false } & NoStructuralModel);

/**
 * Fits the structural causal model of a graph (Pearl 2009, section 7.1) as far as setting one variable needs it: numbers with
 * smooth places and widths (location-scale noise: Immer et al. 2023), times as factors, categories as chances. Throws RangeError
 * that names a column that cannot be read.
 */
export function fitStructuralModel(
  table: Dataset,
  graph: CausalGraph,
  { set, outcome, times = [] }: StructuralOptions,
): FittedStructure {
  const below = descendantsOf(graph, [set]);
  const above = ancestorsOf(
    withoutIncoming(graph, new Set([set])),
    outcome === undefined ? graph.nodes : [outcome],
  );
  const nodes = topologicalOrder(graph).filter(
    (node) => node !== set && below.has(node) && above.has(node),
  );
  const changed = new Set([set, ...nodes]);
  const variables = new Map<string, Variable>();
  const variable = (name: string): Variable => {
    const known = variables.get(name) ?? readVariable(table, name);
    variables.set(name, known);
    return known;
  };
  const equations: Equation[] = [];
  for (const node of nodes) {
    const causes = identifyEquation(graph, node, changed);
    if (!causes) return { ok: false, node, reason: "hidden-cause" };
    const fitted = fitEquation({
      node: variable(node),
      causes: [...causes.moved, ...causes.held].map(variable),
      moved: causes.moved.length,
      isTime: times.includes(node),
    });
    equations.push(fitted);
  }
  const joined = joinedNoise(graph, equations);
  if (joined) return { ok: false, ...joined };
  return { ok: true, model: { set: variable(set), equations, variables } };
}

/** A level that was seen leaves its noise open; with the noise of another node it would have to be known. */
function joinedNoise(
  graph: CausalGraph,
  equations: readonly Equation[],
): NoStructuralModel | undefined {
  const among = new Set(equations.map(({ node }) => node));
  for (const { node, kind } of equations) {
    if (kind !== "category") continue;
    const other = siblingsOf(graph, node).find((sibling) => among.has(sibling));
    if (other !== undefined) return { node, reason: "joined-noise", other };
  }
  return undefined;
}
