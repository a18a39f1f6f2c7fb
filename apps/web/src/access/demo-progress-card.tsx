import type { DemoProgress } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { demoQuery } from "../api/session-queries.ts";
import { formatDuration } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Progress } from "../parts/progress.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { EntryCard } from "./entry-card.tsx";

const phases = {
  records: "access.phaseRecords",
  events: "access.phaseEvents",
  projections: "access.phaseProjections",
  training: "access.phaseTraining",
  done: "access.phaseDone",
} as const;

function Counts({ progress }: { readonly progress: DemoProgress }) {
  const { t, locale } = useTexts();
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <Progress
        label={t("access.progress")}
        done={progress.recordsDone + progress.eventsDone}
        total={progress.recordsTotal + progress.eventsTotal}
      />
      <p className="t13 t2">
        {[
          t(phases[progress.phase]),
          t("access.progressRecords", {
            done: number(progress.recordsDone),
            total: number(progress.recordsTotal),
          }),
          t("access.progressEvents", {
            done: number(progress.eventsDone),
            total: number(progress.eventsTotal),
          }),
          progress.secondsLeft === null
            ? ""
            : t("access.timeLeft", { time: formatDuration(progress.secondsLeft, locale) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}

/** How far the demo company has streamed in; goes on to the workbench when it is complete. */
export function DemoProgressCard({ workspace }: { readonly workspace: string }) {
  const { t, label } = useTexts();
  const navigate = useNavigate();
  const { data, error } = useQuery(demoQuery(workspace));
  const done = data?.state === "done";
  useEffect(() => {
    if (done) void navigate({ to: "/w/$workspace/workbench", params: { workspace } });
  }, [done, navigate, workspace]);
  const failed = data?.state === "failed" || data?.state === "cancelled";
  return (
    <EntryCard wide title={failed ? t("access.progressFailed") : t("access.progress")}>
      {error ? <ProblemBox error={error} /> : data ? <Counts progress={data} /> : <Skeleton />}
      {data?.message != null && <p className="t13 bad">{label(data.message)}</p>}
      <p className="t12 t3">{t("access.goesOn")}</p>
      <div>
        <Link to="/w/$workspace/workbench" params={{ workspace }} className="button">
          {t("access.lookAlready")}
        </Link>
      </div>
    </EntryCard>
  );
}
