import type { CompanyDuplicates, ObjectDefinition } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { lookForDuplicates } from "../api/duplicate-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { fieldNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";

/** When companies were compared last, how many, by what, and of how many nothing could be; and the way to do it now. */
export function DuplicateLook({
  object,
  found: { look, isLooking },
}: {
  readonly object: ObjectDefinition;
  readonly found: CompanyDuplicates;
}) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => lookForDuplicates(id),
    onSettled: () =>
      client.invalidateQueries({ queryKey: ["w", id, "records", "company-duplicates"] }),
  });
  const isBusy = isLooking || again.isPending;
  return (
    <div className="duplicate-look">
      <p className="t12 t3">{look && said()}</p>
      <button type="button" className="button" disabled={isBusy} onClick={() => again.mutate()}>
        {t(isBusy ? "duplicates.looking" : look ? "duplicates.look" : "duplicates.first")}
      </button>
      {again.error && <ProblemBox error={again.error} />}
    </div>
  );

  function said(): string {
    if (look === null) return "";
    const { records, bare, alone, kept, unseen } = look;
    const fields = look.fields.map((name) => {
      const field = fieldNamed(object, name);
      return field ? label(field.label) : name;
    });
    const number = (value: number) => formatNumber(value, locale);
    const compared = t("duplicates.looked", {
      count: records,
      records: number(records),
      at: formatMoment(new Date(look.at), locale, new Date()),
      fields: fields.join(locale === "zh" ? "、" : ", "),
    });
    const parts = [
      compared,
      ...(alone > 0 ? [t("duplicates.alone", { count: alone })] : []),
      t("duplicates.bare", { count: bare }),
      ...(look.found > kept
        ? [t("duplicates.kept", { found: number(look.found), kept: number(kept) })]
        : []),
      ...(unseen > 0 ? [t("duplicates.unseen", { count: unseen })] : []),
    ];
    return parts.join(locale === "zh" ? "；" : "; ");
  }
}
