import {
  ancestorsOf,
  type CausalGraph,
  descendantsOf,
  isSeparated,
  parentsOf,
} from "@causeway/engine-graph";

/** What a node's equation is computed from. */
export interface EquationCauses {
  /** Its causes that the intervention changes. */
  readonly moved: readonly string[];
  /** Its other causes, and what must be held beside them because hidden causes are at work. */
  readonly held: readonly string[];
}

/**
 * The regression that tells what a node does when its `moved` causes are set: on all its causes, and where a hidden common cause
 * joins it to one of the moved ones also on what screens that off (adjustment criterion for a joint intervention: Perković
 * et al. 2018). Undefined where nothing measured does.
 */
export function identifyEquation(
  graph: CausalGraph,
  node: string,
  changed: ReadonlySet<string>,
): EquationCauses | undefined {
  const causes = parentsOf(graph, node);
  const moved = causes.filter((cause) => changed.has(cause));
  const other = causes.filter((cause) => !changed.has(cause));
  const backDoor: CausalGraph = {
    ...graph,
    directed: graph.directed.filter(([from, to]) => to !== node || !moved.includes(from)),
  };
  const holds = (extra: readonly string[]) =>
    isSeparated(backDoor, moved, [node], [...other, ...extra]);
  if (moved.length === 0 || holds([])) return { moved, held: other };
  const below = descendantsOf(graph, [node]);
  const above = ancestorsOf(graph, [node, ...moved]);
  let extra = graph.nodes.filter(
    (each) => above.has(each) && !below.has(each) && !causes.includes(each),
  );
  if (!holds(extra)) return undefined;
  for (const candidate of extra) {
    const fewer = extra.filter((each) => each !== candidate);
    if (holds(fewer)) extra = fewer;
  }
  return { moved, held: [...other, ...extra] };
}
