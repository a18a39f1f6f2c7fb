import type { Score } from "@causeway/platform-contract";
import { useQueries } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { scoresQuery } from "../api/insight-queries.ts";

const chunkSize = 100;

/** Groups of ids that stay the same while a list grows, so that scrolling asks only for new rows. */
export function chunksOf(ids: readonly string[]): readonly (readonly string[])[] {
  const chunks: (readonly string[])[] = [];
  for (let start = 0; start < ids.length; start += chunkSize) {
    chunks.push(ids.slice(start, start + chunkSize));
  }
  return chunks;
}

/** Outside the hook: the result stays the same object until an answer changes. */
function byRecord(
  answers: readonly { readonly data?: { readonly scores: readonly Score[] } | undefined }[],
): ReadonlyMap<string, Score> {
  return new Map(
    answers.flatMap(({ data }) => data?.scores ?? []).map((score) => [score.recordId, score]),
  );
}

/** Grades by record id. */
export function useScores(object: string, ids: readonly string[]): ReadonlyMap<string, Score> {
  const { id } = useWorkspace();
  return useQueries({
    queries: chunksOf(ids).map((chunk) => scoresQuery(id, object, chunk)),
    combine: byRecord,
  });
}
