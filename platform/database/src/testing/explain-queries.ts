import {
  CompiledQuery,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type RootOperationNode,
} from "kysely";
import type { WorkspaceTransaction } from "../workspace.ts";

/** One node of a plan, as `explain (format json)` gives it. */
export interface PlanNode {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** What PostgreSQL did for each query that `work` made, in order; every query runs once more for it. */
export async function explainQueries(
  trx: WorkspaceTransaction,
  work: (trx: WorkspaceTransaction) => Promise<unknown>,
): Promise<readonly PlanNode[]> {
  const nodes: RootOperationNode[] = [];
  const keep: KyselyPlugin = {
    transformQuery({ node }: PluginTransformQueryArgs) {
      nodes.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await work(trx.withPlugin(keep) as WorkspaceTransaction);
  const plans: PlanNode[] = [];
  const executor = trx.getExecutor();
  for (const node of nodes) {
    const { sql: text, parameters } = executor.compileQuery(node, { queryId: "explain" });
    const query = CompiledQuery.raw(`explain (analyze, format json) ${text}`, [...parameters]);
    const { rows } = await trx.executeQuery<{ "QUERY PLAN": readonly { Plan: PlanNode }[] }>(query);
    for (const { Plan } of rows[0]?.["QUERY PLAN"] ?? []) plans.push(Plan);
  }
  return plans;
}

/** Rows that the nodes of a plan took up, kept or not. */
export function rowsTouched(plan: PlanNode): number {
  return planNodes(plan).reduce((sum, node) => {
    const rows = (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0);
    return sum + rows * (node["Actual Loops"] ?? 1);
  }, 0);
}

/** Every node of a plan. */
export function planNodes(plan: PlanNode): readonly PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(planNodes)];
}
