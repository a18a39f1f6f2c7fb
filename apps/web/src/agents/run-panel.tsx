import { type AgentRun, type VetoLesson, vetoLessons } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { agentRunQuery } from "../api/agent-queries.ts";
import { tell } from "../api/client.ts";
import { formatMoment } from "../format/dates.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { SideHead } from "../parts/side-head.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { type TextKey, type Translate, useTexts } from "../texts/text.ts";
import { lessonTexts, VetoDialog } from "../workbench/veto-dialog.tsx";
import { outgoingVerdicts, runVerdicts, sourcePath } from "./run-state.ts";
import { SourceChip } from "./source-chip.tsx";

interface RunPanelProps {
  readonly id: string;
  readonly onClose: () => void;
}

function Claims({ run }: { readonly run: AgentRun }) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const navigate = useNavigate();
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("agents.claims")}</h3>
      </div>
      <ul className="claims">
        {run.claims.map((claim) => (
          <li key={claim.text.en}>
            {label(claim.text)}{" "}
            {claim.sources.map((source) => (
              <SourceChip
                key={`${source.kind} ${source.id}`}
                source={source}
                onOpen={(opened) => void navigate({ href: sourcePath(id, run.subject, opened) })}
              />
            ))}
          </li>
        ))}
      </ul>
      {run.draft && <p className="run-draft">{label(run.draft)}</p>}
    </section>
  );
}

const mailChannels = new Set(["mail", "smtp", "email"]);

const decisions = [
  { decision: "was-sent", text: "agents.wasSent" },
  { decision: "send-again", text: "agents.sendAgain" },
  { decision: "cancel", text: "agents.cancelSend" },
] as const;

function Outgoing({ run }: { readonly run: AgentRun }) {
  const { t, label, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ message, decision }: { message: string; decision: string }) =>
      tell(`/api/w/${id}/outgoing/${message}/decide`, { body: { decision } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "agents"] }),
  });
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("agents.outgoing")}</h3>
        {run.outgoing.length === 0 && <span className="t12 t3">{t("agents.none")}</span>}
      </div>
      {run.outgoing.map((message) => (
        <div key={message.id} className="outgoing">
          <div className="row t13">
            <VerdictLight
              verdict={outgoingVerdicts[message.state]}
              word={t(`agents.${message.state}`)}
            />
            <span className="cut">
              {mailChannels.has(message.channel) ? t("agents.emailChannel") : message.channel} ·{" "}
              {message.recipient}
            </span>
            <span className="space" />
            <span className="t12 t3 nowrap">
              {formatMoment(new Date(message.at), locale, new Date())}
            </span>
          </div>
          {message.detail !== null && <p className="t12 t3">{label(message.detail)}</p>}
          {message.state === "uncertain" && (
            <>
              <p className="t13 t2">{t("agents.uncertainHint")}</p>
              <div className="row">
                {decisions.map(({ decision, text }) => (
                  <button
                    key={decision}
                    type="button"
                    className="button"
                    disabled={decide.isPending}
                    onClick={() => decide.mutate({ message: message.id, decision })}
                  >
                    {t(text)}
                  </button>
                ))}
              </div>
            </>
          )}
        </div>
      ))}
      {decide.error && <ProblemBox error={decide.error} />}
    </section>
  );
}

const stepTexts: Readonly<Record<string, TextKey>> = {
  brief: "agents.stepBrief",
  task: "agents.stepTask",
  mail: "agents.stepMail",
};

/** What a step did, in words; steps of other agents keep their own name. */
function stepText(name: string, { outgoing }: AgentRun, t: Translate): string {
  if (name === "mail" && outgoing.length === 0) return t("agents.stepNoMail");
  const key = stepTexts[name];
  return key ? t(key) : name;
}

function Steps({ run }: { readonly run: AgentRun }) {
  const { t, locale } = useTexts();
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("agents.steps")}</h3>
      </div>
      <ol className="run-steps">
        {run.steps.map((step) => (
          <li key={`${step.name} ${step.at}`} className={step.state}>
            <span>{stepText(step.name, run, t)}</span>
            <span className="t12 t3 nowrap">
              {formatMoment(new Date(step.at), locale, new Date())}
            </span>
            {step.detail !== null && <p className="t12 t3">{step.detail}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What the agent learned from a veto; it can be said anew, so that nobody is forgotten for good by a slip. */
function Lesson({ run }: { readonly run: AgentRun }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const teach = useMutation({
    mutationFn: (lesson: string) =>
      tell(`/api/w/${id}/agent-runs/${run.id}/lesson`, { method: "PUT", body: { lesson } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "agents"] }),
  });
  if (run.lesson === null) return null;
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("agents.learned")}</h3>
      </div>
      <FormField label={t("workbench.lesson")}>
        <select
          className="input"
          value={teach.isPending ? teach.variables : run.lesson}
          onChange={({ target }) => teach.mutate(target.value)}
        >
          {vetoLessons.map((lesson) => (
            <option key={lesson} value={lesson}>
              {t(lessonTexts[lesson])}
            </option>
          ))}
        </select>
      </FormField>
      {teach.error && <ProblemBox error={teach.error} />}
    </section>
  );
}

function Run({ run }: { readonly run: AgentRun }) {
  const { t, label } = useTexts();
  return (
    <>
      <section className="section">
        <div className="row">
          <VerdictLight verdict={runVerdicts[run.state]} word={t(`agents.${run.state}`)} />
          {run.vetoReason !== null && <span className="t13 t2">{run.vetoReason}</span>}
        </div>
        {run.state === "failed" && (
          <>
            <p className="t13 t2">{t("agents.failedHint")}</p>
            {run.failure !== null && <p className="t12 t3">{label(run.failure)}</p>}
          </>
        )}
        <p style={{ fontWeight: 600, marginTop: 4 }}>{label(run.headline)}</p>
      </section>
      <Lesson run={run} />
      <Claims run={run} />
      <Outgoing run={run} />
      <Steps run={run} />
    </>
  );
}

/** One run of an agent: what it says and why, what left the house, every step. */
export function RunPanel({ id, onClose }: RunPanelProps) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const { data: run, error } = useQuery(agentRunQuery(workspace, id));
  const [vetoing, setVetoing] = useState(false);
  const veto = useMutation({
    mutationFn: (body: { reason: string; lesson: VetoLesson }) =>
      tell(`/api/w/${workspace}/agent-runs/${id}/veto`, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", workspace] }),
  });
  const resume = useMutation({
    mutationFn: () => tell(`/api/w/${workspace}/agent-runs/${id}/resume`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", workspace] }),
  });
  const problem = error ?? veto.error ?? resume.error;
  const open = run && (run.state === "done" || run.state === "waiting" || run.state === "running");
  return (
    <aside className="side" aria-label={run?.subject.title ?? t("agents.runs")}>
      <SideHead escapes title={run?.subject.title} onClose={onClose} />
      <div className="side-body">
        {problem && <ProblemBox error={problem} />}
        {run ? <Run run={run} /> : !error && <Skeleton />}
      </div>
      <footer className="side-foot">
        {open && (
          <button
            type="button"
            className="button"
            disabled={veto.isPending}
            onClick={() => setVetoing(true)}
          >
            {t("agents.veto")}
          </button>
        )}
        {run?.state === "failed" && (
          <button
            type="button"
            className="button"
            disabled={resume.isPending}
            onClick={() => resume.mutate()}
          >
            {t("agents.resume")}
          </button>
        )}
        {run?.taskId && (
          <PathLink path={`/w/${workspace}/records/task/${run.taskId}`} className="button quiet">
            {t("agents.openTask")}
          </PathLink>
        )}
      </footer>
      {vetoing && run && (
        <VetoDialog
          title={run.subject.title}
          byAgent
          onVeto={(reason, lesson) => veto.mutate({ reason, lesson })}
          onClose={() => setVetoing(false)}
        />
      )}
    </aside>
  );
}
