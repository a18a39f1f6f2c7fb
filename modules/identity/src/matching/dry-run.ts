import { relativesInWords, weightsInWords } from "@causeway/engine-linkage";
import { AppError, issueAt } from "@causeway/kernel";
import type { MatchingDryRun, MatchingRuleBody } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { describePairs } from "./describe-pair.ts";
import { evaluateRule } from "./evaluate-rule.ts";
import { learnRule } from "./learn-rule.ts";

const shown = 8;

/** What a rule would do to the people there are, with samples; nothing is changed. Throws `AppError("bad-input")`. */
export async function dryRun(
  trx: WorkspaceTransaction,
  body: MatchingRuleBody,
): Promise<MatchingDryRun> {
  const weights = await learnRule(trx, body);
  if (weights === null) throw nothingToLearn();
  const found = await evaluateRule(trx, { id: "", body, weights }, null);
  const { rows } = await sql<{ people: number }>`
    select count(*) as people from profiles where id = canonical_id`.execute(trx);
  const people = rows[0]?.people ?? 0;
  const describe = async (pairs: typeof found.merge) => [
    ...(await describePairs(trx, pairs.slice(0, shown), found.people)),
  ];
  return {
    people,
    compared: found.compared,
    merges: found.merge.length,
    reviews: found.review.length,
    waiting: found.waiting,
    apart: found.apart,
    relatives: relativesInWords(weights),
    related: found.relatives.length,
    refused: found.refused,
    peopleAfter: people - found.merge.length,
    largestGroup: found.largestGroup,
    weights: weightsInWords(weights).map(({ field, levels }) => ({ field, levels: [...levels] })),
    // The least sure ones are where a threshold shows whether it is right.
    samples: {
      merge: await describe(found.merge.toReversed()),
      review: await describe(found.review),
      related: await describe(found.relatives),
    },
  };
}

export function nothingToLearn(): AppError {
  const label = {
    zh: "有这些字段的人太少，无法从中学习权重",
    en: "Too few people have these fields: there is nothing to learn weights from",
  };
  return new AppError("bad-input", label, {
    issues: [issueAt("body.fields", { zh: "几乎没有人有这些字段", en: "hardly anybody has them" })],
  });
}
