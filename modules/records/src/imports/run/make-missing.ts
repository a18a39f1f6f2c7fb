import type { ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { isPersonObject } from "@causeway/platform-schema";
import { sortKey } from "../../search/pinyin-of.ts";
import { createRecords } from "../../store/create-records.ts";
import { importActor, type StoredImport } from "../load-import.ts";
import type { ReferenceFinder } from "../rows/find-references.ts";
import type { ColumnPlan } from "../rows/import-plan.ts";

interface Wanted {
  readonly column: ColumnPlan;
  readonly text: string;
}

const longestTitle = 500;

/** Makes records for texts that lead nowhere, where they are looked up by their title; one for each title. */
export async function makeMissing(
  trx: WorkspaceTransaction,
  stored: StoredImport,
  references: readonly Wanted[],
  finder: ReferenceFinder,
): Promise<void> {
  const byTarget = new Map<ObjectDefinition, Map<string, string>>();
  for (const { column, text } of references) {
    const { target, match } = column.lookup ?? {};
    const isByTitle = target !== undefined && match?.name === target.titleField;
    if (!isByTitle || text.length > longestTitle || finder.find(column, text) !== "none") continue;
    const titles = byTarget.get(target) ?? new Map<string, string>();
    titles.set(sortKey(text, { isPerson: isPersonObject(target) }), text);
    byTarget.set(target, titles);
  }
  if (byTarget.size === 0) return;
  for (const [target, titles] of byTarget) {
    await createRecords(trx, {
      object: target.name,
      records: [...titles.values()].map((title) => ({ values: { [target.titleField]: title } })),
      actor: importActor(stored),
      importId: stored.id,
      locale: stored.locale,
    });
  }
  finder.forgetMissing();
  await finder.prepare(trx, references);
}
