import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { AgentDefinition } from "./agent.ts";
import type { AgentTables } from "./tables.ts";

/** The names of agents that people have switched off; an agent is on until somebody does. */
export async function disabledAgents(trx: WorkspaceTransaction): Promise<ReadonlySet<string>> {
  const rows = await trx
    .$extendTables<AgentTables>()
    .selectFrom("agents")
    .select("name")
    .where("enabled", "=", false)
    .execute();
  return new Set(rows.map(({ name }) => name));
}

/** Switches an agent on or off; runs that have begun go on. */
export async function setAgentEnabled(
  trx: WorkspaceTransaction,
  agent: AgentDefinition,
  enabled: boolean,
  changedBy: string,
): Promise<void> {
  await trx
    .$extendTables<AgentTables>()
    .insertInto("agents")
    .values({ name: agent.name, enabled, changed_by: changedBy })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet({ enabled, changed_by: changedBy, changed_at: new Date() }),
    )
    .execute();
}
