import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { countQuery, exactCountQuery, type ListQuery } from "../api/record-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { problemText } from "../parts/problem-box.tsx";
import { replacedClass } from "../parts/replaced-class.ts";
import { useTexts } from "../texts/text.ts";

interface RecordCountProps {
  readonly object: string;
  readonly query: ListQuery;
}

/** How many records a list has; where there are many, they are counted to the end on a click. */
export function RecordCount({ object, query }: RecordCountProps) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const [asked, setAsked] = useState<string>();
  const { sort: _sort, ...counted } = query;
  const list = JSON.stringify([object, counted]);
  const bounded = useQuery(countQuery(id, object, query));
  const isAsked = asked === list && bounded.data?.exact === false;
  const all = useQuery({ ...exactCountQuery(id, object, query), enabled: isAsked });
  const { data = bounded.data, error } = isAsked ? all : bounded;
  if (isAsked && error) {
    return (
      <span className="t12 bad" role="alert">
        {problemText(error, t)}
      </span>
    );
  }
  if (!data) return null;
  const isOld = bounded.isPlaceholderData || (isAsked && all.isPending);
  const shown = formatNumber(data.count, locale);
  const className = `t12 t3 nowrap${replacedClass(isOld)}`;
  if (data.exact) {
    return <span className={className}>{t("records.count", { count: data.count, shown })}</span>;
  }
  return (
    <span className={className}>
      <button
        type="button"
        className="link"
        title={t("records.countAll")}
        disabled={isAsked}
        onClick={() => setAsked(list)}
      >
        {t("records.countMany", { shown })}
      </button>
    </span>
  );
}
