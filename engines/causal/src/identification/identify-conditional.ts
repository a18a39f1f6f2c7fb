import {
  type CausalGraph,
  isSeparated,
  withoutIncoming,
  withoutOutgoing,
} from "@causeway/engine-graph";
import { type Estimand, quotient, sum } from "./estimand.ts";
import { identifyJoint } from "./identify-joint.ts";

/**
 * P(outcome | do(treatment), given): the IDC algorithm of Shpitser & Pearl (2006, "Identification of
 * conditional interventional distributions", figure 1). A condition that acts like an intervention becomes
 * one (rule 2 of do-calculus); what is left is divided out. Throws NotIdentifiable.
 */
export function identifyConditional(
  graph: CausalGraph,
  treatment: readonly string[],
  outcome: readonly string[],
  given: readonly string[],
): Estimand {
  const intervened = withoutIncoming(graph, new Set(treatment));
  for (const condition of given) {
    const others = given.filter((node) => node !== condition);
    const cut = withoutOutgoing(intervened, new Set([condition]));
    if (isSeparated(cut, outcome, [condition], [...treatment, ...others])) {
      return identifyConditional(graph, [...treatment, condition], outcome, others);
    }
  }
  if (given.length === 0) return identifyJoint(graph, treatment, outcome);
  const joint = identifyJoint(graph, treatment, [...outcome, ...given]);
  return quotient(joint, sum(outcome, joint));
}
