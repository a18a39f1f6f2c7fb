import { consentOfRecord } from "@causeway/module-identity";
import { canBeRefused } from "@causeway/platform-audit";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { announceScores } from "../announce.ts";
import { dayMs } from "../datasets/moments.ts";
import { dateOf, endingOf, overMs } from "../datasets/outcome.ts";
import { readCells } from "../datasets/read-cells.ts";
import { type Page, readPage } from "../datasets/read-page.ts";
import { type RecordPast, statesOf, valuesAt } from "../datasets/record-past.ts";
import type { BoundDefinition } from "../definitions/bind-definition.ts";
import { gradeByParameters } from "../parameters/graded-leads.ts";
import { boundModel } from "./bound-model.ts";
import { type CurrentModel, currentModels } from "./current-model.ts";
import { historyRebuiltSince, restsOnHistory } from "./rebuilt-history.ts";
import { dropScores, saveScores } from "./save-scores.ts";
import { scoreCells } from "./score-cells.ts";

/**
 * Computes and stores what every version in force says of some records, as known at `asOf`. Records that are over keep
 * their last scores; those that are deleted, or no longer meant, lose them. While the history is rebuilt, what rests on it
 * stays as it was.
 */
export async function scoreRecords(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
  asOf: Date,
): Promise<void> {
  const allowed = await allowedToScore(trx, object, ids);
  if (allowed.length === 0) return;
  const isRebuilt = (await historyRebuiltSince(trx)) !== null;
  for (const current of await currentModels(trx, object)) {
    // All are marked anew when the history is whole.
    if (isRebuilt && restsOnHistory(current.definition)) continue;
    const bound = await boundModel(trx, current);
    if (bound !== undefined) await scoreBy(trx, current, bound, allowed, asOf);
  }
  await announceScores(trx);
}

/** Those whose people did not refuse to be judged by machines; the others lose what was said of them. */
async function allowedToScore(
  trx: WorkspaceTransaction,
  object: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (!people.has(object) || !(await canBeRefused(trx, "automated-decisions"))) return ids;
  const allowed: string[] = [];
  for (const id of ids) {
    const verdict = await consentOfRecord(trx, { object, id }, "automated-decisions");
    if (verdict.allowed) allowed.push(id);
  }
  const refused = ids.filter((id) => !allowed.includes(id));
  for (const { definition } of await currentModels(trx, object)) {
    await dropScores(trx, definition.name, refused);
  }
  return allowed;
}

const people: ReadonlySet<string> = new Set(["contact", "lead"]);

async function scoreBy(
  trx: WorkspaceTransaction,
  current: CurrentModel,
  bound: BoundDefinition,
  ids: readonly string[],
  asOf: Date,
): Promise<void> {
  const atMs = asOf.getTime();
  const page = await readPage(trx, bound, ids);
  const states = new Map(page.pasts.map((past) => [past, stateOf(bound, page, past, atMs)]));
  const meant = page.pasts.filter((past) => states.get(past) === "open");
  const cases = meant.map((past) => page.caseAt(past, atMs, false));
  const cells = await readCells(trx, bound, cases);
  const kept = new Set(
    page.pasts.filter((past) => states.get(past) !== "out").map(({ record }) => record.id),
  );
  await dropScores(
    trx,
    current.definition.name,
    ids.filter((id) => !kept.has(id)),
  );
  await saveScores(
    trx,
    current,
    meant.map(({ record }) => record.id),
    scoreCells(current.model, bound, cells),
    asOf,
  );
  if (current.definition.name === "lead-grade") {
    await gradeByParameters(
      trx,
      asOf,
      meant.map(({ record }) => record.id),
    );
  }
}

/** "open": to be scored; "over": its last score stands; "out": not meant. */
function stateOf(
  { definition: { moment }, outcome, population }: BoundDefinition,
  page: Page,
  past: RecordPast,
  atMs: number,
): "open" | "over" | "out" {
  if (past.record.deletedAt !== null) return "out";
  const states = statesOf(past).map((state) => ({
    ...state,
    values: page.row(past, state.values, state.atMs),
  }));
  if (overMs(endingOf(past, states, outcome)) !== Number.POSITIVE_INFINITY) return "over";
  if (!population(page.row(past, valuesAt(past, atMs), atMs), atMs)) return "out";
  if (moment.kind !== "date") return "open";
  const date = dateOf(past.record.values[moment.field]);
  return atMs >= date + Math.min(...moment.offsetDays) * dayMs ? "open" : "out";
}
