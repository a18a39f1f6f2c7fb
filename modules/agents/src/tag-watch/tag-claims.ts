import { profilesOfRecord } from "@causeway/module-identity";
import { readScores } from "@causeway/module-prediction";
import { getRecord } from "@causeway/module-records";
import { readLiveWeights, readTimelineMarks } from "@causeway/module-twin";
import type { Claim, LiveWeights, SourceReference } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { AgentWork } from "../agent.ts";
import { personClaim, scoreClaim } from "../follow-up/gather-claims.ts";

type Tag = LiveWeights["tags"][number];

/** The brief on a customer whose tags have risen: a sentence on each tag at its threshold, the grade, and who it is. */
export async function tagClaims(
  trx: WorkspaceTransaction,
  { subject }: AgentWork,
): Promise<readonly Claim[]> {
  const record = await getRecord(trx, subject);
  const members = await profilesOfRecord(trx, subject);
  const { tags } = await readLiveWeights(trx, members, new Date());
  const risen = tags.filter(({ weight, threshold }) => threshold !== null && weight >= threshold);
  const claims: Claim[] = [];
  for (const tag of risen) claims.push(await tagClaim(trx, tag));
  const [score] =
    subject.object === "lead" ? await readScores(trx, { object: "lead", ids: [subject.id] }) : [];
  return [...claims, ...(score ? [scoreClaim(score)] : []), ...personClaim(record)];
}

async function tagClaim(trx: WorkspaceTransaction, tag: Tag): Promise<Claim> {
  const events = tag.contributions.flatMap((one) => one.events).slice(0, 3);
  const sources: SourceReference[] = [];
  for (const { eventId, title, occurredAt } of await readTimelineMarks(trx, events)) {
    sources.push({ kind: "event", id: eventId, label: title, at: occurredAt.toISOString() });
  }
  const rules = [...new Set(tag.contributions.map(({ name }) => name))];
  const weight = Math.round(tag.weight * 100) / 100;
  return {
    text: {
      zh: `${tag.tag}为 ${weight}（阈值 ${tag.threshold}）：${rules.join("、")}。`,
      en: `${tag.tag} stands at ${weight} (threshold ${tag.threshold}): ${rules.join(", ")}.`,
    },
    sources,
  };
}
