import { writeFile } from "node:fs/promises";
import type { LinkResult } from "@causeway/engine-linkage";
import { UsageError } from "../command.ts";

const linesAtOnce = 50_000;

/**
 * Writes `left,right,probability`: row numbers counted from 0 in their own files; sorted by rows.
 * Throws `UsageError` where the file cannot be written.
 */
export async function writePairs(
  path: string,
  result: LinkResult,
  leftRows: number | undefined,
): Promise<void> {
  const { left, right, probability } = result;
  const order = Uint32Array.from(left.keys()).sort(
    (a, b) => (left[a] ?? 0) - (left[b] ?? 0) || (right[a] ?? 0) - (right[b] ?? 0),
  );
  await writeFile(path, lines()).catch((error: Error) => {
    throw new UsageError(`Cannot write ${path}: ${error.message}`);
  });

  function* lines(): Generator<string> {
    let text = "left,right,probability\n";
    for (const [count, place] of order.entries()) {
      const other = (right[place] ?? 0) - (leftRows ?? 0);
      text += `${left[place]},${other},${(probability[place] ?? 0).toFixed(6)}\n`;
      if (count % linesAtOnce !== linesAtOnce - 1) continue;
      yield text;
      text = "";
    }
    yield text;
  }
}
