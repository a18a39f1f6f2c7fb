import type { HistoryEntry, Label, Locale } from "@causeway/platform-contract";
import type { StoredChange } from "../store/record-history.ts";
import type { UserNames } from "./reference-titles.ts";

const actorNames: Readonly<Record<StoredChange["actor"]["kind"], Label>> = {
  user: { zh: "已离开的成员", en: "A former member" },
  agent: { zh: "智能体", en: "Agent" },
  import: { zh: "导入", en: "Import" },
  source: { zh: "数据来源", en: "Source" },
  system: { zh: "系统", en: "System" },
};

/** A record's history as the wire carries it. */
export async function presentHistory(
  changes: readonly StoredChange[],
  userNames: UserNames,
  locale: Locale,
): Promise<HistoryEntry[]> {
  const users = changes.filter(({ actor }) => actor.kind === "user").map(({ actor }) => actor.id);
  const names = await userNames([...new Set(users)]);
  return changes.map(({ id, kind, changes: fields, actor, occurredAt, recordedAt }) => ({
    id: String(id),
    kind,
    changes: fields,
    actor: { ...actor, name: names.get(actor.id) ?? actorNames[actor.kind][locale] },
    occurredAt: occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
  }));
}
