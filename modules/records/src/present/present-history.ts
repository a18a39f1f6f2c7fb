import type { HistoryEntry, Label, Locale, ObjectDefinition } from "@causeway/platform-contract";
import { fieldNamed, seenValue, type Viewer } from "@causeway/platform-schema";
import type { StoredChange } from "../store/record-history.ts";
import type { UserNames } from "./reference-titles.ts";

const actorNames: Readonly<Record<StoredChange["actor"]["kind"], Label>> = {
  user: { zh: "已离开的成员", en: "A former member" },
  agent: { zh: "智能体", en: "Agent" },
  import: { zh: "导入", en: "Import" },
  source: { zh: "数据来源", en: "Source" },
  system: { zh: "系统", en: "System" },
};

export interface HistoryReader {
  readonly userNames: UserNames;
  readonly locale: Locale;
  /** Whose history it is. */
  readonly object: ObjectDefinition;
  readonly viewer: Viewer;
  /** Merges that the record had a part in, by the version that each made or taking it back. */
  readonly merges?: ReadonlyMap<number, MergeEntry>;
}

/** What a line of history is when it comes from a merge. */
export interface MergeEntry {
  readonly kind: "merge" | "unmerge";
  readonly other: { readonly id: string; readonly title: string };
}

/** A record's history as the wire carries it and the viewer may see it. */
export async function presentHistory(
  changes: readonly StoredChange[],
  { userNames, locale, object, viewer, merges }: HistoryReader,
): Promise<HistoryEntry[]> {
  const users = changes.filter(({ actor }) => actor.kind === "user").map(({ actor }) => actor.id);
  const names = await userNames([...new Set(users)]);
  return changes.map(({ id, kind, version, changes: fields, actor, occurredAt, recordedAt }) => ({
    id: String(id),
    kind,
    ...merges?.get(version),
    changes: seenChanges(object, fields, viewer),
    actor: { ...actor, name: names.get(actor.id) ?? actorNames[actor.kind][locale] },
    occurredAt: occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
  }));
}

function seenChanges(
  object: ObjectDefinition,
  changes: HistoryEntry["changes"],
  viewer: Viewer,
): HistoryEntry["changes"] {
  return Object.fromEntries(
    Object.entries(changes).map(([name, { from, to }]) => {
      const field = fieldNamed(object, name);
      if (field === undefined) return [name, { from, to }];
      const seen = (value: typeof from) => seenValue(object, field, value, viewer);
      return [name, { from: seen(from), to: seen(to) }];
    }),
  );
}
