import type { RawEvent, Source, SourceEvents } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { sourceEventsQuery } from "../api/source-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { SideHead } from "../parts/side-head.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { DeadLetters } from "./dead-letters.tsx";
import { SourceFigures } from "./source-figures.tsx";
import { SourceSettings } from "./source-settings.tsx";

interface SourcePanelProps {
  readonly source: Source;
  readonly onClose: () => void;
}

function EventLine({ event }: { readonly event: RawEvent }) {
  const { locale } = useTexts();
  return (
    <details className="raw" data-event={event.id}>
      <summary>
        <span className="t12 t3 nowrap">
          {formatMoment(new Date(event.receivedAt), locale, new Date())}
        </span>
        <span className="cut">
          {event.type}
          {event.name !== null && ` · ${event.name}`}
        </span>
        <span className="t12 t3 cut">{event.userId ?? event.anonymousId ?? ""}</span>
      </summary>
      <pre className="code">{JSON.stringify(event.payload, null, 2)}</pre>
    </details>
  );
}

function Rejected({ rejected }: Pick<SourceEvents, "rejected">) {
  const { t, label, locale } = useTexts();
  if (rejected.length === 0) return null;
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("touchpoints.rejected")}</h3>
        <span className="t12 t3">{rejected.length}</span>
      </div>
      {rejected.map((event) => (
        <details className="raw" key={event.id}>
          <summary>
            <span className="t12 t3 nowrap">
              {formatMoment(new Date(event.receivedAt), locale, new Date())}
            </span>
            <span className="bad cut">{label(event.reason)}</span>
          </summary>
          <pre className="code">{JSON.stringify(event.payload, null, 2)}</pre>
        </details>
      ))}
    </section>
  );
}

function Latest({ source }: { readonly source: Source }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data, error } = useQuery(sourceEventsQuery(id, source.id));
  if (error) return <ProblemBox error={error} />;
  if (!data) return <Skeleton rows={4} />;
  return (
    <>
      <Rejected rejected={data.rejected} />
      <section className="section">
        <div className="section-head">
          <h3>{t("touchpoints.latest")}</h3>
          <span className="t12 t3">{t("touchpoints.latestHint")}</span>
        </div>
        {data.events.length === 0 && (
          <EmptyState title={t("touchpoints.noEvents")} hint={t("touchpoints.noEventsHint")} />
        )}
        {data.events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </section>
    </>
  );
}

/** One source: what arrives, what was refused and why, how to connect it. */
export function SourcePanel({ source, onClose }: SourcePanelProps) {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const client = useQueryClient();
  const toggle = useMutation({
    mutationFn: () =>
      tell(`/api/w/${id}/sources/${source.id}`, {
        method: "PATCH",
        body: { enabled: !source.enabled },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "touchpoints", "sources"] }),
  });
  return (
    <aside className="side" aria-label={source.name}>
      <SideHead
        title={source.name}
        hint={
          <>
            {t(`twin.${source.kind}`)} · <code>{source.keyStart}</code>
          </>
        }
        onClose={onClose}
      >
        {isAtLeast(role, "admin") && (
          <button
            type="button"
            className="button"
            disabled={toggle.isPending}
            onClick={() => toggle.mutate()}
          >
            {source.enabled ? t("touchpoints.pause") : t("touchpoints.resume")}
          </button>
        )}
      </SideHead>
      <div className="side-body">
        {toggle.error && <ProblemBox error={toggle.error} />}
        <SourceFigures source={source} />
        {isAtLeast(role, "admin") && <DeadLetters source={source} />}
        {isAtLeast(role, "admin") && <SourceSettings source={source} />}
        <Latest source={source} />
      </div>
    </aside>
  );
}
