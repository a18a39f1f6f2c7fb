import { tell } from "../api/client.ts";

const atOnce = 500;

/** Does something for so many ids at a time; returns the ids for which it worked. */
export async function inChunks(
  ids: readonly string[],
  work: (chunk: readonly string[]) => Promise<void>,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    const chunk = ids.slice(start, start + atOnce);
    await work(chunk).then(
      () => done.push(...chunk),
      () => undefined,
    );
  }
  return done;
}

/** Deletes softly; returns what was deleted. */
export function deleteRecords(workspace: string, object: string, ids: readonly string[]) {
  return inChunks(ids, (chunk) =>
    tell(`/api/w/${workspace}/records/${object}/delete`, { body: { ids: chunk } }),
  );
}

/** Brings deleted records back; returns what was restored. */
export function restoreRecords(workspace: string, object: string, ids: readonly string[]) {
  return inChunks(ids, (chunk) =>
    tell(`/api/w/${workspace}/records/${object}/restore`, { body: { ids: chunk } }),
  );
}
