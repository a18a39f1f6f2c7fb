import { completions } from "@causeway/engine-conditions";
import { AppError } from "@causeway/kernel";
import { profilesOfRecord } from "@causeway/module-identity";
import { readSchema } from "@causeway/module-records";
import type { WeightCalibration } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, objectNamed } from "@causeway/platform-schema";
import { sql } from "kysely";
import { rebuildingSince } from "../queries/rebuilding-since.ts";
import { noMoment, readHappenings } from "./read-happenings.ts";
import { weighOutcomes } from "./weigh-outcomes.ts";
import { activeRules } from "./weight-rules.ts";

const dayMs = 86_400_000;
/** Deals that ended longer ago say little about today. */
const lookBackDays = 730;
/** What counts is what was done this long before the end … */
const windowDays = 90;
/** … but not in its last days, when who signs is busy signing. */
const quietDays = 3;
const mostDeals = 2_000;
const halfHistory = {
  zh: "正在重建历史，完成后再学习权重",
  en: "History is being rebuilt; learn the weights when that is done",
};

/**
 * What each rule's behaviour says about winning: of the last ended deal of every account, how often the behaviour was seen
 * in the three months before the end, of those won and of those lost. A proposal for each rule, as a change of the log odds
 * with a 90 % interval; a person decides. Association, not effect. Throws `AppError("conflict")` while touchpoints are being
 * computed again: half a history teaches nothing.
 */
export async function calibrateWeights(
  trx: WorkspaceTransaction,
  now: Date,
): Promise<WeightCalibration> {
  if ((await rebuildingSince(trx)) !== null) throw new AppError("conflict", halfHistory);
  const rules = await activeRules(trx);
  const deals = await endedDeals(trx, now);
  const first = Math.min(now.getTime(), ...deals.map(({ at }) => at.getTime()));
  const span = { from: new Date(first - windowDays * dayMs), to: now };
  const happenings = await readHappenings(trx, rules, null, span);
  const seen = new Map(rules.map(({ id }) => [id, [] as boolean[]]));
  for (const { account, at } of deals) {
    const members = await profilesOfRecord(trx, { object: "account", id: account });
    const people = [...new Set(members.map(({ person }) => person))];
    const [from, to] = [at.getTime() - windowDays * dayMs, at.getTime() - quietDays * dayMs];
    for (const rule of rules) {
      const isSeen = people.some((person) =>
        completions(rule.sequence, happenings.get(person) ?? [], noMoment).some(
          ({ atMs }) => atMs >= from && atMs < to,
        ),
      );
      seen.get(rule.id)?.push(isSeen);
    }
  }
  const won = deals.map(({ isWon }) => isWon);
  return {
    at: now.toISOString(),
    deals: deals.length,
    won: won.filter(Boolean).length,
    windowDays,
    rules: [
      ...weighOutcomes(
        rules.map(({ id }) => ({ id, seen: seen.get(id) ?? [] })),
        won,
      ),
    ],
  };
}

interface EndedDeal {
  readonly account: string;
  readonly isWon: boolean;
  readonly at: Date;
}

/** The last ended deal of each account: several of one account are no independent witnesses. */
async function endedDeals(trx: WorkspaceTransaction, now: Date): Promise<readonly EndedDeal[]> {
  const deal = objectNamed(await readSchema(trx), "deal");
  if (["account", "stage", "closed_at"].some((name) => fieldNamed(deal, name) === undefined)) {
    return [];
  }
  const { rows } = await sql<EndedDeal>`
    select account, is_won as "isWon", at from (
      select distinct on (account) account, stage = 'won' as is_won, closed_at as at
      from record_deal
      where deleted_at is null and account is not null and stage in ('won', 'lost')
        and closed_at > ${now.toISOString()}::timestamptz - make_interval(days => ${lookBackDays})
        and closed_at <= ${now.toISOString()}::timestamptz
      order by account, closed_at desc) last
    order by at desc limit ${mostDeals}`.execute(trx);
  return rows;
}
