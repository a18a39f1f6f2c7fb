import { rebuiltSince } from "@causeway/module-touchpoints";
import type { FeatureSpec, PredictionDefinition, StaleReason } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** The name under which the cursor of scores has always been kept. */
export const scoresCursor = "lead-scores";

/**
 * Since when people and their history have been computed again (after an upgrade, or because somebody asked); null when
 * they are whole. Meanwhile nothing is scored or learned from them: half a history looks like a customer who has gone quiet.
 */
export function historyRebuiltSince(trx: WorkspaceTransaction): Promise<Date | null> {
  return rebuiltSince(trx, scoresCursor);
}

export const historyKinds: readonly FeatureSpec["kind"][] = [
  "behaviour",
  "behaviour-set",
  "parameter",
];

/** After which what needs the history looks again whether it is whole. */
export const rebuildPauseMs = 5_000;

/** Whether a definition asks what people did. */
export function restsOnHistory({ features }: PredictionDefinition): boolean {
  return features.some(({ kind }) => historyKinds.includes(kind));
}

/** Why scores of a definition wait. */
export function rebuildReasons(
  since: Date | null,
  definition: PredictionDefinition,
): readonly StaleReason[] {
  return since === null || !restsOnHistory(definition)
    ? []
    : [
        {
          code: "rebuilding",
          label: {
            zh: "正在重建历史，完成后会重新计算",
            en: "History is being rebuilt; it is computed anew when that is done",
          },
          since: since.toISOString(),
        },
      ];
}
