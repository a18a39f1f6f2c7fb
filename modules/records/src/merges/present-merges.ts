import type { Merge } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Viewer } from "@causeway/platform-schema";
import { readSchema } from "../metadata/read-schema.ts";
import type { MergeEntry } from "../present/present-history.ts";
import { asSeen } from "../present/present-records.ts";
import type { UserNames } from "../present/reference-titles.ts";
import { getRecords, type RecordKey } from "../store/get-record.ts";
import { mergesOf, type StoredMerge } from "./find-merges.ts";

/** Lines of a record's history that come from merges, by the version that each of them made. */
export async function mergeEntries(
  trx: WorkspaceTransaction,
  { object, id }: RecordKey,
  viewer: Viewer,
): Promise<ReadonlyMap<number, MergeEntry>> {
  const merges = await mergesOf(trx, id);
  const titles = await titlesOf(trx, object, merges, viewer);
  const entries = new Map<number, MergeEntry>();
  for (const merge of merges) {
    const isKept = merge.survivorId === id;
    const otherId = isKept ? merge.loserId : merge.survivorId;
    const other = { id: otherId, title: titles.get(otherId) ?? "" };
    const undone = isKept ? merge.undoneSurvivorVersion : merge.undoneLoserVersion;
    entries.set(isKept ? merge.survivorVersion : merge.loserVersion, { kind: "merge", other });
    if (undone !== null) entries.set(undone, { kind: "unmerge", other });
  }
  return entries;
}

/** Merges as the wire carries them: those that somebody has not taken back, of records that were merged into this one. */
export async function presentMerges(
  trx: WorkspaceTransaction,
  { object, id }: RecordKey,
  userNames: UserNames,
  viewer: Viewer,
): Promise<Merge[]> {
  const merges = (await mergesOf(trx, id)).filter(({ survivorId }) => survivorId === id);
  const titles = await titlesOf(trx, object, merges, viewer);
  const users = merges.filter(({ actor }) => actor.kind === "user").map(({ actor }) => actor.id);
  const names = await userNames([...new Set(users)]);
  const named = (one: string) => ({ id: one, title: titles.get(one) ?? "" });
  return merges.map((merge) => ({
    id: merge.id,
    kept: named(merge.survivorId),
    other: named(merge.loserId),
    actor: { ...merge.actor, name: names.get(merge.actor.id) ?? "" },
    at: merge.at.toISOString(),
    undoneAt: merge.undoneAt?.toISOString() ?? null,
    moved: merge.moved,
  }));
}

async function titlesOf(
  trx: WorkspaceTransaction,
  object: string,
  merges: readonly StoredMerge[],
  viewer: Viewer,
): Promise<ReadonlyMap<string, string>> {
  if (merges.length === 0) return new Map();
  const ids = [...new Set(merges.flatMap(({ survivorId, loserId }) => [survivorId, loserId]))];
  const schema = await readSchema(trx);
  const records = await getRecords(trx, { object, ids });
  return new Map(records.map((record) => [record.id, asSeen(schema, record, viewer).title]));
}
