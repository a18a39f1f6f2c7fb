import { useMutation, useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { countAll, countQuery, type ListQuery } from "../api/record-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { problemText } from "../parts/problem-box.tsx";
import { replacedClass } from "../parts/replaced-class.ts";
import { useTexts } from "../texts/text.ts";

interface RecordCountProps {
  readonly object: string;
  readonly query: ListQuery;
}

/**
 * How many records a list has. Where there are many they are counted to the end on a click, once: what is counted holds until
 * the list is asked for anew, be it that a record has changed.
 */
export function RecordCount({ object, query }: RecordCountProps) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const {
    data: bounded,
    isPlaceholderData,
    dataUpdatedAt,
  } = useQuery(countQuery(id, object, query));
  const counted = JSON.stringify([object, query, dataUpdatedAt]);
  const all = useMutation({
    mutationFn: async (of: string) => ({ of, ...(await countAll(id, object, query)) }),
  });
  if (!bounded) return null;
  const isAsked = all.variables === counted;
  const data = isAsked && all.data?.of === counted ? all.data : bounded;
  const shown = formatNumber(data.count, locale);
  return (
    <span
      className={`t12 t3 nowrap${replacedClass(isPlaceholderData || (isAsked && all.isPending))}`}
      aria-live="polite"
    >
      {isAsked && all.error && (
        <span className="bad" role="alert" title={problemText(all.error, t)}>
          {t("records.countFailed")}{" "}
        </span>
      )}
      {data.exact ? (
        t("records.count", { count: data.count, shown })
      ) : (
        <button
          type="button"
          className="link"
          title={t("records.countAll")}
          disabled={isAsked && all.isPending}
          onClick={() => all.mutate(counted)}
        >
          {t("records.countMany", { shown })}
        </button>
      )}
    </span>
  );
}
