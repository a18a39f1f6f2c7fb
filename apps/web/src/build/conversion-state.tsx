import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { formatNumber } from "../format/numbers.ts";
import { problemText } from "../parts/problem-box.tsx";
import { Progress } from "../parts/progress.tsx";
import { fieldKinds } from "../records/field-kinds.ts";
import { useTexts } from "../texts/text.ts";
import type { Conversion } from "./type-change.ts";

/** How far a field is on its way to another type, with the way back; afterwards what became of it. */
export function ConversionState({ conversion }: { readonly conversion: Conversion }) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => tell(`/api/w/${id}/schema/conversions/${conversion.id}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "schema"] }),
  });
  const { state, filled, rows, lost, error } = conversion;
  const type = t(fieldKinds[conversion.type].label);
  const number = (value: number) => formatNumber(value, locale);
  if (state === "filling") {
    return (
      <div className="conversion">
        <span className="t12 t2">{t("build.converting", { type })}</span>
        <Progress label={t("build.converting", { type })} done={filled} total={rows} />
        <span className="t12 t3 nowrap">
          {filled < rows
            ? t("build.convertProgress", { done: number(filled), rows: number(rows) })
            : t("build.convertFinishing")}
        </span>
        <button
          type="button"
          className="button"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          {t("shell.cancel")}
        </button>
        {cancel.error && <span className="t12 bad">{problemText(cancel.error, t)}</span>}
      </div>
    );
  }
  if (state === "cancelling") {
    return <div className="t12 t3">{t("build.convertCancelling")}</div>;
  }
  if (state === "failed") {
    return (
      <div className="t12 bad">
        {t("build.convertFailed", { type, error: error === null ? "" : label(error) })}
      </div>
    );
  }
  if (state === "cancelled") {
    return <div className="t12 t3">{t("build.convertCancelled", { type })}</div>;
  }
  return lost === 0 ? null : (
    <div className="t12 warn">{t("build.convertDoneLost", { count: lost })}</div>
  );
}
