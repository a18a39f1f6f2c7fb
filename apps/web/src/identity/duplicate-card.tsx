import type {
  CompanyDuplicate,
  DuplicateState,
  ObjectDefinition,
} from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { answerDuplicate } from "../api/duplicate-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { fieldNamed } from "../records/schema-fields.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { EvidenceWaterfall } from "./evidence-waterfall.tsx";
import { PairFrame, sureness } from "./pair-card.tsx";

function Side({ side }: { readonly side: CompanyDuplicate["left"] }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const at = formatMoment(new Date(side.createdAt), locale, new Date());
  return (
    <div className="pair-side">
      <b className="pair-name">
        <PathLink path={`/w/${id}/records/account/${side.id}`} className="cell-link">
          {side.title}
        </PathLink>
      </b>
      <span className="t12 t3">{t("duplicates.since", { at })}</span>
    </div>
  );
}

/** Two companies that may be one, why, and what to make of it. */
export function DuplicateCard({
  object,
  pair,
  state,
  onMerge,
}: {
  readonly object: ObjectDefinition;
  readonly pair: CompanyDuplicate;
  readonly state: DuplicateState;
  readonly onMerge: () => void;
}) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const answer = useMutation({
    mutationFn: (verdict: DuplicateState) => answerDuplicate(id, pair.id, verdict),
    onSuccess: (_, verdict) => {
      const isApart = verdict === "apart";
      const text = t(isApart ? "duplicates.told" : "duplicates.takenBack");
      toasts.show({ text, ...(isApart && { undo: () => answer.mutate("open") }) }, Date.now());
    },
    onSettled: () =>
      client.invalidateQueries({ queryKey: ["w", id, "records", "company-duplicates"] }),
  });
  const words = {
    fieldWord: (name: string) => {
      const field = fieldNamed(object, name);
      return field ? label(field.label) : name;
    },
    prior: t(pair.against === "relatives" ? "duplicates.priorRelated" : "duplicates.prior"),
  };
  const answers =
    state === "apart" ? (
      <button
        type="button"
        className="button"
        disabled={answer.isPending}
        onClick={() => answer.mutate("open")}
      >
        {t("duplicates.takeBack")}
      </button>
    ) : (
      <>
        <button type="button" className="button" onClick={onMerge}>
          {t("duplicates.merge")}
        </button>
        <button
          type="button"
          className="button"
          disabled={answer.isPending}
          onClick={() => answer.mutate("apart")}
        >
          {t("duplicates.different")}
        </button>
      </>
    );
  return (
    <>
      {answer.error && <ProblemBox error={answer.error} />}
      <PairFrame
        label={`${pair.left.title} · ${pair.right.title}`}
        left={<Side side={pair.left} />}
        right={<Side side={pair.right} />}
        sure={t("duplicates.sure", { percent: sureness(pair.probability) })}
        answers={answers}
      >
        <EvidenceWaterfall pair={pair} words={words} />
      </PairFrame>
    </>
  );
}
