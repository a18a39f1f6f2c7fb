import { ProblemError } from "../api/problem-error.ts";
import { problemText } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import type { Translate } from "../texts/text.ts";

/** Says at the foot of the page why a record was not saved; of one that was merged, with a link to where it is now. */
export function sayUnsaved(
  error: unknown,
  { workspace, object }: { readonly workspace: string; readonly object: string },
  t: Translate,
): void {
  const into = error instanceof ProblemError ? error.mergedInto : null;
  const link =
    into === null
      ? undefined
      : { path: `/w/${workspace}/records/${object}/${into}`, text: t("merge.open") };
  const text = t("records.unsaved", { reason: problemText(error, t) });
  toasts.show({ text, tone: "bad", link }, Date.now());
}
