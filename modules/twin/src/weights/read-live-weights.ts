import type { Membership } from "@causeway/module-identity";
import type { LiveWeights } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { rebuildingSince } from "../queries/rebuilding-since.ts";
import { readHappenings, rememberedFrom } from "./read-happenings.ts";
import { activeRules } from "./weight-rules.ts";
import { remaining, type WeightChange, weightChanges, weightsAt } from "./weights-of.ts";

const shownContributions = 20;

/** The live weights of a customer, the heaviest first: of a company the sum over its people. */
export async function readLiveWeights(
  trx: WorkspaceTransaction,
  members: readonly Membership[],
  now: Date,
): Promise<LiveWeights> {
  const rules = await activeRules(trx);
  const people = [...new Set(members.map(({ person }) => person))];
  const span = { from: rememberedFrom(rules, now), to: now };
  const happenings = await readHappenings(trx, rules, people, span);
  const changes = [...happenings.values()].flatMap((own) => weightChanges(rules, own));
  const nowMs = now.getTime();
  return {
    rebuildingSince: await rebuildingSince(trx),
    at: now.toISOString(),
    tags: [...weightsAt(changes, nowMs)]
      .sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))
      .map(([tag, weight]) => ({
        tag,
        weight,
        threshold: rules.find((rule) => rule.tag === tag)?.threshold ?? null,
        contributions: changes
          .filter(({ rule }) => rule.tag === tag)
          .sort((one, other) => other.atMs - one.atMs)
          .slice(0, shownContributions)
          .map((change) => presentChange(change, nowMs)),
      })),
  };
}

function presentChange(change: WeightChange, nowMs: number) {
  const { rule, atMs, parts } = change;
  return {
    ruleId: rule.id,
    name: rule.name,
    delta: rule.delta,
    now: remaining(change, nowMs),
    at: new Date(atMs).toISOString(),
    events: [...parts],
  };
}
