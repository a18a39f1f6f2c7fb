import type { Claim, Label, VetoLesson } from "@causeway/platform-contract";
import type { ColumnType, Generated } from "kysely";

type Json<Value> = ColumnType<Value, string, string>;

/** The tables of this module inside a workspace, for `trx.$extendTables<AgentTables>()`. */
export type AgentTables = {
  agents: {
    name: string;
    enabled: boolean;
    changed_by: string;
    changed_at: Generated<Date>;
  };
  /** What an agent found and did; the journal of its steps is the run of the same id. */
  agent_runs: {
    id: string;
    agent: string;
    subject_object: string;
    subject_id: string;
    event_id: string | null;
    headline: Json<Label>;
    claims: Json<readonly Claim[]>;
    draft: Json<Label> | null;
    task_id: string | null;
    vetoed_by: string | null;
    vetoed_at: Date | null;
    veto_reason: string | null;
    /** What the agent is to learn from the veto about this subject. */
    lesson: VetoLesson | null;
    started_at: Generated<Date>;
  };
};
