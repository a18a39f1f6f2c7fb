import type { Label, ModelCard } from "@causeway/platform-contract";
import type { TrainingResult } from "./train-model.ts";

/** No honest prediction of what people decide tells outcomes apart this well. */
const tooGood = 0.97;

/** Why a version is too good to be true: all but perfect, with columns that may be known only afterwards. */
export function doubtOf(
  suspects: ModelCard["suspects"],
  result: Pick<TrainingResult, "auc"> | undefined,
): Label | null {
  // A number is another matter: what a deal was thought to bring tells honestly what it brought.
  if (suspects.length === 0 || (result?.auc?.value ?? 0) < tooGood) return null;
  const names = suspects.slice(0, 3).map(({ label }) => label);
  return {
    zh: `好得不像真的：“${names.map(({ zh }) => zh).join("”、“")}”很可能是结果出来之后才填写的，因此没有自动启用。请在下面排除后重新训练；确认当时已知，再手动启用。`,
    en: `Too good to be true: “${names.map(({ en }) => en).join("”, “")}” may well be filled in only after the outcome, so it did not come into force by itself. Exclude it below and train again; put it in force by hand only if it was known before.`,
  };
}
