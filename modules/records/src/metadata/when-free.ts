import { isTableBusy } from "./alter-table.ts";

/** Tries until nothing that lasts goes on with the table; undefined when aborted before. */
export async function whenFree<T>(
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  while (signal?.aborted !== true) {
    try {
      return await work();
    } catch (error) {
      if (!isTableBusy(error)) throw error;
    }
  }
  return undefined;
}
