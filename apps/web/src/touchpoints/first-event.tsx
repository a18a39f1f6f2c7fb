import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { deadLettersQuery, sourceEventsQuery, sourcesQuery } from "../api/source-queries.ts";
import { formatAgo } from "../format/dates.ts";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { useTexts } from "../texts/text.ts";

/** Waits for a new source's first event and shows it as it comes; what goes wrong meanwhile is said. */
export function FirstEvent({ source }: { readonly source: string }) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const { data } = useQuery({ ...sourceEventsQuery(id, source), refetchInterval: 1_500 });
  const first = data?.events.at(-1);
  const sources = useQuery({ ...sourcesQuery(id), refetchInterval: first ? 10_000 : 1_500 });
  const health = sources.data?.sources.find((one) => one.id === source);
  const unread = !first && health !== undefined && health.deadLetters > 0;
  const letters = useQuery({ ...deadLettersQuery(id, source), enabled: unread });
  const reason = letters.data?.letters[0]?.reason;
  return (
    <section className="first-event" aria-live="polite">
      {first ? (
        <>
          <VerdictLight verdict="good" word={t("touchpoints.firstArrived")} />
          <p className="t13" data-testid="first-event">
            {first.name ?? first.type}
            <span className="t12 t3"> {first.userId ?? first.anonymousId ?? ""}</span>
          </p>
        </>
      ) : (
        <VerdictLight verdict="pending" word={t("touchpoints.waiting")} />
      )}
      {!first && health && health.lastError === null && health.connectedAt !== null && (
        <VerdictLight
          verdict="good"
          word={t("touchpoints.connected", {
            time: formatAgo(new Date(health.connectedAt), locale, new Date()),
          })}
        />
      )}
      {!first && health && health.lastError !== null && (
        <div>
          <VerdictLight verdict="bad" word={label(health.lastError)} />
          <p className="t12 t3">{t("touchpoints.errorWhere")}</p>
        </div>
      )}
      {unread && (
        <div>
          <VerdictLight
            verdict="bad"
            word={t("touchpoints.deadCount", { count: health.deadLetters })}
          />
          {reason && (
            <p className="t12 t2" data-testid="first-unread">
              {label(reason)}
            </p>
          )}
          <p className="t12 t3">{t("touchpoints.deadWhere")}</p>
        </div>
      )}
    </section>
  );
}
