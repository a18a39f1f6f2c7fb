import type { AgentRun } from "@causeway/platform-contract";
import type { Verdict } from "../parts/verdict-light.tsx";

/** The light of each state of a run. */
export const runVerdicts: Readonly<Record<AgentRun["state"], Verdict>> = {
  running: "pending",
  done: "good",
  vetoed: "unknown",
  failed: "bad",
  waiting: "warn",
};

type OutgoingState = AgentRun["outgoing"][number]["state"];

/** The light of each state of a message that leaves the house. */
export const outgoingVerdicts: Readonly<Record<OutgoingState, Verdict>> = {
  pending: "pending",
  sending: "pending",
  sent: "good",
  failed: "bad",
  uncertain: "warn",
  cancelled: "unknown",
};

/** What a source opens: the page that shows the event or the score behind a sentence. */
export function sourcePath(
  workspace: string,
  subject: AgentRun["subject"],
  source: { readonly kind: string; readonly id: string; readonly at: string },
): string {
  const page = `/w/${workspace}/records/${subject.object}/${subject.id}`;
  const values = source.kind === "score" ? { why: source.id } : { event: source.id, at: source.at };
  return `${page}?${new URLSearchParams(values)}`;
}
