import { type SourceId, whenReady } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { insertDeadLetters } from "../deliveries/insert-dead-letters.ts";
import type { ParsedEvent } from "../wire/parse-event.ts";
import type { PlanDirectory } from "./plan-directory.ts";
import { type Plan, reasonToHold } from "./plan-violation.ts";

/**
 * Sets aside the events that the plan holds back, durably and with the reason, to be read once more when the plan or the
 * event has been mended. Returns those that may go on.
 */
export function holdByPlan(
  plans: Pick<PlanDirectory, "find">,
  workspace: WorkspaceDatabase,
  source: SourceId,
  events: readonly ParsedEvent[],
): readonly ParsedEvent[] | Promise<readonly ParsedEvent[]> {
  return whenReady(plans.find(workspace), (plan) =>
    plan === null ? events : hold(plan, workspace, source, events),
  );
}

async function hold(
  plan: Plan,
  workspace: WorkspaceDatabase,
  source: SourceId,
  events: readonly ParsedEvent[],
): Promise<readonly ParsedEvent[]> {
  const verdicts = events.map((event) => ({ event, reason: reasonToHold(plan, event) }));
  const held = verdicts.flatMap(({ event, reason }) =>
    reason === null
      ? []
      : [{ reason, body: event.payload.toString(), receivedAt: event.receivedAt }],
  );
  if (held.length > 0) {
    await workspace.transaction((trx) => insertDeadLetters(trx, source, held));
  }
  return verdicts.flatMap(({ event, reason }) => (reason === null ? [event] : []));
}
