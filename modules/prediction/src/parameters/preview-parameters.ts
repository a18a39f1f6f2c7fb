import type { Grade, ParameterPreview } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { changedValues } from "./check-parameters.ts";
import { gradeByPolicy, type PolicyFacts } from "./grade-policy.ts";
import { readGradedLeads } from "./graded-leads.ts";
import { type HeldOutLead, readHeldOutLeads } from "./held-out-leads.ts";
import { learningFrom } from "./learning-from.ts";
import type { ParameterValues } from "./parameter-definitions.ts";
import { readParameterValues } from "./parameter-store.ts";

const grades = ["A", "B", "C", "D"] as const;
const mostShown = 50;

/** What changed values would do to real leads; nothing is saved. Throws AppError("bad-input") where a bound is broken. */
export async function previewParameters(
  trx: WorkspaceTransaction,
  changes: ParameterValues,
  now: Date,
): Promise<ParameterPreview> {
  const held = await readParameterValues(trx);
  const next = changedValues(held, changes);
  const bothWays = <Lead extends PolicyFacts>(lead: Lead) => ({
    lead,
    before: gradeByPolicy(lead, held),
    after: gradeByPolicy(lead, next),
  });
  const leads = await readGradedLeads(trx, now);
  const open = leads.filter(({ isOpen }) => isOpen).map(bothWays);
  const ended = [
    ...leads.filter(({ isOpen }) => !isOpen),
    ...(await readHeldOutLeads(trx, now)),
  ].map(bothWays);
  const moved = open.filter(({ before, after }) => before !== after);
  const learning = await learningFrom(trx, held, next);
  return {
    learning: learning.map(({ name, label }) => ({ name, label })),
    leads: open.length,
    changed: moved.length,
    grades: grades.map((grade) => ({
      grade,
      before: open.filter(({ before }) => before === grade).length,
      after: open.filter(({ after }) => after === grade).length,
    })),
    records: moved.slice(0, mostShown).map(({ lead, before, after }) => ({
      id: lead.id,
      title: lead.name,
      probability: lead.probability,
      before,
      after,
    })),
    lastQuarter: {
      ended: ended.length,
      won: ended.filter(({ lead }) => lead.isWon).length,
      before: goodOf(ended.map(({ lead, before }) => ({ lead, grade: before }))),
      after: goodOf(ended.map(({ lead, after }) => ({ lead, grade: after }))),
    },
  };
}

function goodOf(graded: readonly { readonly lead: HeldOutLead; readonly grade: Grade }[]) {
  const good = graded.filter(({ grade }) => grade === "A" || grade === "B");
  return { good: good.length, won: good.filter(({ lead }) => lead.isWon).length };
}
