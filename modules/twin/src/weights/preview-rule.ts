import { describePeople } from "@causeway/module-identity";
import type { WeightPreview } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { linkedPeople } from "../queries/linked-people.ts";
import { rebuildingSince } from "../queries/rebuilding-since.ts";
import type { BoundRule } from "./bound-rule.ts";
import { readHappenings } from "./read-happenings.ts";
import { activeRules } from "./weight-rules.ts";
import { weightChanges, weightsAt } from "./weights-of.ts";

const days = 90;
const samples = 8;

/** What a rule would have done to people in the last 90 days, together with the tag's other rules; nothing is saved. */
export async function previewRule(
  trx: WorkspaceTransaction,
  draft: BoundRule,
  now: Date,
): Promise<WeightPreview> {
  const others = (await activeRules(trx)).filter(
    ({ id, tag }) => tag === draft.tag && id !== draft.id,
  );
  const rules = [...others, draft];
  const span = { from: new Date(now.getTime() - days * 86_400_000), to: now };
  const happenings = await readHappenings(trx, rules, null, span);
  const touched = [...happenings].flatMap(([person, own]) => {
    const changes = weightChanges(rules, own);
    const drafts = changes.filter(({ rule }) => rule === draft);
    const lastMs = drafts.at(-1)?.atMs;
    if (lastMs === undefined) return [];
    const weight = weightsAt(changes, now.getTime()).get(draft.tag) ?? 0;
    return [{ person, times: drafts.length, lastMs, weight }];
  });
  const shown = touched.toSorted((one, other) => other.weight - one.weight).slice(0, samples);
  const people = shown.map(({ person }) => person);
  const names = new Map((await describePeople(trx, people)).map(({ id, name }) => [id, name]));
  const linked = await linkedPeople(trx, people);
  const { threshold } = draft;
  return {
    rebuildingSince: await rebuildingSince(trx),
    days,
    people: touched.length,
    times: touched.reduce((sum, { times }) => sum + times, 0),
    above: threshold === null ? 0 : touched.filter(({ weight }) => weight >= threshold).length,
    samples: shown.map(({ person, times, lastMs, weight }) => ({
      profileId: person,
      name: linked.get(person)?.name ?? names.get(person) ?? null,
      times,
      weight,
      lastAt: new Date(lastMs).toISOString(),
    })),
  };
}
