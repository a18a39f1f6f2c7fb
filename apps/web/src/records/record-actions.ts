import { tell } from "../api/client.ts";

const atOnce = 6;

/** Does something for each id, a few at a time; returns the ids for which it worked. */
export async function forEach(
  ids: readonly string[],
  work: (id: string) => Promise<void>,
): Promise<readonly string[]> {
  const waiting = [...ids];
  const done: string[] = [];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const current = id;
      await work(current).then(
        () => done.push(current),
        () => undefined,
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, worker));
  return done;
}

/** Deletes softly; returns what was deleted. */
export function deleteRecords(workspace: string, object: string, ids: readonly string[]) {
  return forEach(ids, (id) =>
    tell(`/api/w/${workspace}/records/${object}/${id}`, { method: "DELETE" }),
  );
}

/** Brings deleted records back; returns what was restored. */
export function restoreRecords(workspace: string, object: string, ids: readonly string[]) {
  return forEach(ids, (id) => tell(`/api/w/${workspace}/records/${object}/${id}/restore`));
}
