import type { RecordPlace } from "@causeway/module-records";

const key = { column: "id", type: "uuid" } as const;

/** Whom runs are about, and their tasks: what an agent was told about a record holds for the one that it is merged into. */
export const agentsRecordPlaces: readonly RecordPlace[] = [
  {
    ...{ table: "agent_runs", column: "subject_id", key, object: { column: "subject_object" } },
    label: { zh: "智能体的工作", en: "Runs of agents" },
  },
  {
    ...{ table: "agent_runs", column: "task_id", key, object: "task" },
    label: { zh: "智能体的工作", en: "Runs of agents" },
  },
];
