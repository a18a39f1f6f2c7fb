import type { DealMailThread } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";

const reasonTexts = {
  decision: "dealMail.byDecision",
  thread: "dealMail.byThread",
  person: "dealMail.byPerson",
  account: "dealMail.byAccount",
  ambiguous: "dealMail.ambiguous",
  detached: "dealMail.detached",
} as const;

interface RowsProps {
  readonly threads: readonly DealMailThread[];
  readonly action: string;
  readonly disabled: boolean;
  readonly onAct: (thread: string) => void;
}

function Rows({ threads, action, disabled, onAct }: RowsProps) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("dealMail.subject")}</th>
          <th>{t("dealMail.people")}</th>
          <th className="nowrap">{t("dealMail.messages")}</th>
          <th className="nowrap">{t("dealMail.latest")}</th>
          <th>{t("dealMail.why")}</th>
          <th aria-label={action} />
        </tr>
      </thead>
      <tbody>
        {threads.map((one) => (
          <tr key={one.thread}>
            <td>
              <b>{one.subject || t("dealMail.noSubject")}</b>
            </td>
            <td>
              {one.people.map(({ profileId, name, contactId }, place) => (
                <span key={profileId}>
                  {place > 0 && (locale === "zh" ? "、" : ", ")}
                  {contactId === null ? (
                    name
                  ) : (
                    <PathLink
                      path={`/w/${workspace}/records/contact/${contactId}`}
                      className="cell-link"
                    >
                      {name}
                    </PathLink>
                  )}
                </span>
              ))}
            </td>
            <td className="nowrap">
              {t("dealMail.inAndOut", { received: one.received, sent: one.sent })}
            </td>
            <td className="nowrap">{formatMoment(new Date(one.lastAt), locale, new Date())}</td>
            <td className="t3">{t(reasonTexts[one.reason])}</td>
            <td>
              <button
                type="button"
                className="button"
                disabled={disabled}
                onClick={() => onAct(one.thread)}
              >
                {action}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Conversations by e-mail that belong to a deal, and those that could; people decide. */
export function DealMail({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const path = `/api/w/${workspace}/deals/${id}/mails`;
  const queryKey = ["w", workspace, "touchpoints", "deal-mail", id];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: () => ask("dealMailsSchema", path),
  });
  const decide = useMutation({
    mutationFn: (body: { thread: string; attached: boolean }) =>
      ask("dealMailsSchema", path, { method: "PUT", body }),
    onSuccess: (mails) => client.setQueryData(queryKey, mails),
  });
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  const { attached, offered } = data;
  const part = (attach: boolean) => ({
    disabled: decide.isPending,
    onAct: (thread: string) => decide.mutate({ thread, attached: attach }),
  });
  return (
    <div className="related">
      {decide.error && <ProblemBox error={decide.error} />}
      {attached.length === 0 && (
        <EmptyState title={t("dealMail.none")} hint={t("dealMail.noneHint")} />
      )}
      {attached.length > 0 && (
        <section className="panel">
          <div className="section-head">
            <h3>{t("dealMail.attached")}</h3>
            <span className="t12 t3">{attached.length}</span>
          </div>
          <Rows threads={attached} action={t("dealMail.detach")} {...part(false)} />
        </section>
      )}
      {offered.length > 0 && (
        <section className="panel">
          <div className="section-head">
            <h3>{t("dealMail.offered")}</h3>
            <span className="t12 t3">{t("dealMail.offeredHint")}</span>
          </div>
          <Rows threads={offered} action={t("dealMail.attach")} {...part(true)} />
        </section>
      )}
    </div>
  );
}
