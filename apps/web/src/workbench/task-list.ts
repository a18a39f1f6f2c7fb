import { where } from "@causeway/engine-conditions";
import type { AgentRun, RecordDocument } from "@causeway/platform-contract";
import type { ListQuery } from "../api/record-queries.ts";
import { textOf } from "../records/schema-fields.ts";

export type TaskTab = "open" | "done" | "vetoed";

export function tabOf(text: string | undefined): TaskTab {
  return text === "done" || text === "vetoed" ? text : "open";
}

/** Tasks of one state: what is due first on top, what was decided last on top. */
export function tasksList(tab: TaskTab): ListQuery {
  return {
    filter: structuredClone(where("status", "equals", tab)) as never,
    sort:
      tab === "open"
        ? { field: "due_at", direction: "asc" }
        : { field: "updated_at", direction: "desc" },
  };
}

const subjects = ["account", "contact", "lead", "deal"] as const;

export interface Subject {
  readonly object: string;
  readonly id: string;
  readonly title: string;
}

/** Whom a task is about: the company before the person before the lead. */
export function subjectOf(task: RecordDocument): Subject | null {
  for (const object of subjects) {
    const id = textOf(task, object);
    if (id !== null) return { object, id, title: task.references[id] ?? "" };
  }
  return null;
}

/** The run that wrote a task, if an agent did. */
export function runOf(task: RecordDocument, runs: readonly AgentRun[]): AgentRun | null {
  const named = textOf(task, "agent_run");
  return runs.find((run) => run.id === named || run.taskId === task.id) ?? null;
}

/** Whether approving a run can send its draft to the customer. */
export function canSend(run: AgentRun | null): run is AgentRun {
  return run !== null && run.draft !== null && run.sendTo.address !== null;
}

export type Due = "overdue" | "today" | "tomorrow" | "later";

/** How near the end of a task is, by days of the reader's zone. */
export function dueOf(due: Date, now: Date): Due {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const days = (due.getTime() - day.getTime()) / 86_400_000;
  if (due.getTime() < now.getTime() && days < 0) return "overdue";
  if (days < 1) return "today";
  return days < 2 ? "tomorrow" : "later";
}

/** The task to go to from one, `by` places on; stops at both ends. */
export function taskBeside(
  tasks: readonly RecordDocument[],
  id: string | undefined,
  by: number,
): RecordDocument | undefined {
  const at = tasks.findIndex((task) => task.id === id);
  return tasks[Math.min(tasks.length - 1, Math.max(0, at + by))];
}
