import type { Values } from "@causeway/platform-contract";
import { ask, tell } from "../api/client.ts";
import type { ListQuery } from "../api/record-queries.ts";

const atOnce = 500;

export interface ChunkOptions {
  /** How many have been tried. */
  readonly onProgress?: ((tried: number) => void) | undefined;
  /** Ends the work between two chunks. */
  readonly signal?: AbortSignal | undefined;
}

/** Does something for so many at a time; returns those for which it worked. */
export async function inChunks<Item>(
  items: readonly Item[],
  work: (chunk: readonly Item[]) => Promise<void>,
  { onProgress, signal }: ChunkOptions = {},
): Promise<readonly Item[]> {
  const done: Item[] = [];
  for (let start = 0; start < items.length && !signal?.aborted; start += atOnce) {
    const chunk = items.slice(start, start + atOnce);
    await work(chunk).then(
      () => done.push(...chunk),
      () => undefined,
    );
    onProgress?.(Math.min(items.length, start + atOnce));
  }
  return done;
}

/** Deletes softly; returns what was deleted. */
export function deleteRecords(
  workspace: string,
  object: string,
  ids: readonly string[],
  options?: ChunkOptions,
) {
  return inChunks(
    ids,
    (chunk) => tell(`/api/w/${workspace}/records/${object}/delete`, { body: { ids: chunk } }),
    options,
  );
}

/** Brings deleted records back; returns what was restored. */
export function restoreRecords(workspace: string, object: string, ids: readonly string[]) {
  return inChunks(ids, (chunk) =>
    tell(`/api/w/${workspace}/records/${object}/restore`, { body: { ids: chunk } }),
  );
}

/** One record's part in a change of many: what to write, or what it held before. */
export interface RecordEdit {
  readonly id: string;
  readonly values: Values;
  readonly ownerId?: string | null;
}

/** Writes many records; returns what those that changed held before, which undoes it when it is written back. */
export async function editRecords(
  workspace: string,
  object: string,
  edits: readonly RecordEdit[],
  options?: ChunkOptions,
): Promise<{ readonly before: readonly RecordEdit[]; readonly failed: number }> {
  const before: RecordEdit[] = [];
  let tried = 0;
  const done = await inChunks(
    edits,
    async (chunk) => {
      tried += chunk.length;
      const path = `/api/w/${workspace}/records/${object}/update`;
      const { edited } = await ask("editedRecordsSchema", path, { body: { edits: chunk } });
      for (const { id, before: values, ownerBefore } of edited) {
        before.push({ id, values, ...(ownerBefore === undefined ? {} : { ownerId: ownerBefore }) });
      }
    },
    options,
  );
  return { before, failed: tried - done.length };
}

/** Ids of all records that a list means, also those that it has not loaded; at most 10,000. */
export function matchingIds(workspace: string, object: string, list: ListQuery) {
  const { sort: _sort, ...meant } = list;
  return ask("matchingIdsSchema", `/api/w/${workspace}/records/${object}/ids`, { body: meant });
}
