import type { AgentRun, RecordDocument, SourceReference } from "@causeway/platform-contract";
import { Bot, Check, Pencil, SquareCheck, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { SourceChip } from "../agents/source-chip.tsx";
import { formatDay } from "../format/dates.ts";
import { Icon } from "../parts/icon.tsx";
import { textOf } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { canSend, dueOf, subjectOf } from "./task-list.ts";

export interface ActionHandlers {
  readonly onApprove: () => void;
  readonly onEdit: () => void;
  readonly onVeto: () => void;
}

interface ActionCardProps extends ActionHandlers {
  readonly task: RecordDocument;
  readonly run: AgentRun | null;
  readonly agentName: string | null;
  readonly focused: boolean;
  readonly decided: boolean;
  readonly onFocus: () => void;
  readonly onSource: (source: SourceReference) => void;
}

function DueText({ task }: { readonly task: RecordDocument }) {
  const { t, locale } = useTexts();
  const text = textOf(task, "due_at");
  if (text === null) return null;
  const due = new Date(text);
  const now = new Date();
  const when = dueOf(due, now);
  if (when === "later") return <span>{formatDay(due, locale, now)}</span>;
  return <span className={when === "overdue" ? "warn" : ""}>{t(`shell.${when}`)}</span>;
}

function Evidence({
  run,
  onSource,
}: {
  readonly run: AgentRun;
  readonly onSource: ActionCardProps["onSource"];
}) {
  const { label } = useTexts();
  return (
    <ul className="evidence">
      {run.claims.map((claim) => (
        <li key={claim.text.en}>
          <span>{label(claim.text)}</span>
          <span className="chips">
            {claim.sources.map((source) => (
              <SourceChip key={`${source.kind} ${source.id}`} source={source} onOpen={onSource} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What left or leaves the house last: to the customer once somebody approved it, before that to the owner. */
function Outgoing({ run }: { readonly run: AgentRun | null }) {
  const { t } = useTexts();
  if (!run) return null;
  const message = run.outgoing.at(-1);
  if (!message) return <span className="t12 t3">{t("workbench.internalOnly")}</span>;
  const uncertain = message.state === "uncertain";
  const isCustomers = message.recipient === run.sendTo.address;
  return (
    <span className={`t12 ${uncertain ? "warn" : "t3"} cut`}>
      {t(isCustomers ? "workbench.toCustomer" : "workbench.toOwner")}{" "}
      {uncertain ? t("workbench.uncertain") : t(`agents.${message.state}`)} · {message.recipient}
    </span>
  );
}

interface ButtonsProps extends ActionHandlers {
  /** Approving sends something; else there is only a task to be done. */
  readonly sends: boolean;
}

function FocusedButtons({ onApprove, onEdit, onVeto, sends }: ButtonsProps) {
  const { t } = useTexts();
  return (
    <div className="row action-buttons">
      <button type="button" className="button primary" onClick={onApprove}>
        {t(sends ? "workbench.approve" : "workbench.finish")} <kbd>A</kbd>
      </button>
      <button type="button" className="button" onClick={onEdit}>
        {t("workbench.edit")} <kbd>E</kbd>
      </button>
      <button type="button" className="button" onClick={onVeto}>
        {t("workbench.veto")} <kbd>V</kbd>
      </button>
    </div>
  );
}

function QuickButtons({ onApprove, onEdit, onVeto, sends }: ButtonsProps) {
  const { t } = useTexts();
  const buttons = [
    { icon: Check, text: t(sends ? "workbench.approve" : "workbench.finish"), run: onApprove },
    { icon: Pencil, text: t("workbench.edit"), run: onEdit },
    { icon: X, text: t("workbench.veto"), run: onVeto },
  ];
  return (
    <span className="quick">
      {buttons.map(({ icon, text, run }) => (
        <button
          key={text}
          type="button"
          aria-label={text}
          title={text}
          onClick={(event) => {
            event.stopPropagation();
            run();
          }}
        >
          <Icon of={icon} size={14} />
        </button>
      ))}
    </span>
  );
}

/** One action of the inbox. Only the focused one is open. */
export function ActionCard(props: ActionCardProps) {
  const { task, run, agentName, focused, decided, onFocus, onSource } = props;
  const { t, label } = useTexts();
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focused) card.current?.scrollIntoView({ block: "nearest" });
  }, [focused]);
  const subject = subjectOf(task);
  const body = textOf(task, "body");
  const first = run?.claims[0];
  const source = first?.sources[0];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: J and K move the focus, the title is a button
    <article
      ref={card}
      className={focused ? "action on" : "action"}
      aria-current={focused}
      onClick={onFocus}
    >
      <div className="meta">
        <Icon of={run ? Bot : SquareCheck} size={14} />
        <span className="cut">
          {[agentName ?? t("workbench.task"), subject?.title].filter(Boolean).join(" · ")}
        </span>
        <span className="due">
          <DueText task={task} />
        </span>
      </div>
      <button type="button" className="action-title" onClick={onFocus}>
        {task.title}
      </button>
      {focused && run && <Evidence run={run} onSource={onSource} />}
      {!focused && first && (
        <p className="sentence">
          {label(first.text)} {source && <SourceChip source={source} onOpen={onSource} />}
        </p>
      )}
      {!run && body !== null && <p className="sentence">{body}</p>}
      {focused && run?.draft && <p className="draft">{label(run.draft)}</p>}
      {focused && !decided && run?.draft && run.sendTo.missing && (
        <p className="t12 t3">{label(run.sendTo.missing)}</p>
      )}
      {run?.vetoReason && <p className="sentence">{run.vetoReason}</p>}
      <div className="row action-foot">
        <Outgoing run={run} />
        <span className="space" />
        {!focused && !decided && <QuickButtons {...props} sends={canSend(run)} />}
      </div>
      {focused && !decided && <FocusedButtons {...props} sends={canSend(run)} />}
    </article>
  );
}
