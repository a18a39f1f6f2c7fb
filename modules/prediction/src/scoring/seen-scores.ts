import { readSchema } from "@causeway/module-records";
import type { Label, Reason, Role } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { seesAll, seesWhole } from "@causeway/platform-schema";

const kept: Label = { zh: "已隐藏", en: "hidden" };

interface Explained {
  readonly reasons: readonly Reason[];
  readonly cases?: readonly { readonly alike: readonly Label[] }[];
}

/**
 * Scores with their reasons as somebody sees them: how much a field that is kept from them weighed stands there, what its
 * value was does not, nor what past cases had in common with it.
 */
export async function seenScores<Score extends Explained>(
  trx: WorkspaceTransaction,
  scores: readonly Score[],
  viewer: Role,
): Promise<Score[]> {
  const { objects } = await readSchema(trx);
  const fields = objects.flatMap((object) => object.fields);
  const names = new Set(
    fields.filter((field) => !seesWhole(field, viewer)).map(({ name }) => name),
  );
  if (names.size === 0) return [...scores];
  const closed = new Set(
    objects.filter((object) => !seesAll(object, viewer)).map(({ name }) => name),
  );
  // A feature's name holds those of the fields that it is made of: `field:account.industry`, `history:stage:days`; one of
  // related records names their object only.
  const isKept = ({ feature }: Reason) => {
    const parts = feature.split(/[:.]/);
    return (
      parts.some((part) => names.has(part)) ||
      (parts[0] === "related" && closed.has(parts[2] ?? ""))
    );
  };
  return scores.map((score) => ({
    ...score,
    reasons: score.reasons.map((reason) => (isKept(reason) ? { ...reason, value: kept } : reason)),
    ...(score.cases && { cases: score.cases.map((past) => ({ ...past, alike: [] })) }),
  }));
}
