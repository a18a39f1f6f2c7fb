import type {
  Board,
  Locale,
  ObjectDefinition,
  RecordDocument,
  Score,
} from "@causeway/platform-contract";
import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Clock, TriangleAlert } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { changeRecord } from "../api/record-queries.ts";
import { formatDay } from "../format/dates.ts";
import { formatMoney, formatNumber } from "../format/numbers.ts";
import { Icon } from "../parts/icon.tsx";
import { replacedClass } from "../parts/replaced-class.ts";
import { toasts } from "../parts/toasts.ts";
import { GradeCell } from "../prediction/grade-cell.tsx";
import { useScores } from "../prediction/use-scores.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./records.css";
import { moveCard } from "./board-move.ts";
import { isOpen } from "./deal-totals.ts";
import { sayUnsaved } from "./say-unsaved.ts";
import { fieldNamed, fieldValue, textOf } from "./schema-fields.ts";
import type { ObjectAndSchema } from "./use-object.ts";

interface CardProps {
  readonly deal: RecordDocument;
  readonly object: ObjectDefinition;
  readonly stage: string | null;
  readonly stages: readonly { readonly value: string; readonly text: string }[];
  readonly score: Score | undefined;
  readonly onWhy: () => void;
  readonly onMove: (to: string) => void;
  readonly onDrag: (dragging: boolean) => void;
}

/** When an open deal should close, or when a closed one did. */
function closing(deal: RecordDocument, stage: string | null) {
  if (!isOpen(stage)) return { at: textOf(deal, "closed_at"), text: "records.closedOn" as const };
  const at = textOf(deal, "expected_close");
  const isLate = at !== null && Date.parse(at) < Date.now() - 86_400_000;
  return { at, text: isLate ? ("records.closesLate" as const) : ("records.closes" as const) };
}

const nearMs = 300 * 86_400_000;

/** A day without its year where no other year can be meant: a card has little room. */
function cardDay(day: Date, locale: Locale): string {
  const now = new Date();
  return formatDay(day, locale, Math.abs(day.getTime() - now.getTime()) < nearMs ? day : now);
}

function Card(props: CardProps) {
  const { deal, object, stage, stages, score, onWhy, onMove, onDrag } = props;
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const account = textOf(deal, "account");
  const amount = fieldValue(deal, "amount");
  const { at, text } = closing(deal, stage);
  const late = text === "records.closesLate";
  const date = at === null ? "" : cardDay(new Date(at.length === 10 ? `${at}T00:00` : at), locale);
  const name = account === null ? deal.title : (deal.references[account] ?? deal.title);
  return (
    <li
      className="card"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", deal.id);
        event.dataTransfer.effectAllowed = "move";
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
    >
      <PathLink path={`/w/${id}/records/${object.name}/${deal.id}`} className="t13 cut cell-link">
        {name}
      </PathLink>
      {name !== deal.title && <span className="t12 t3 cut">{deal.title}</span>}
      <span className="line">
        <span className="amount">
          {typeof amount === "number" ? formatMoney(amount, locale) : "—"}
        </span>
        {score && isOpen(stage) && <GradeCell score={score} width={32} onAsk={onWhy} />}
      </span>
      <span className={late ? "line warn" : "line"}>
        {date !== "" && (
          <>
            <Icon of={late ? TriangleAlert : Clock} size={12} />
            <span className="cut">{t(text, { date })}</span>
          </>
        )}
        <span className="card-move" title={t("records.moveTo")}>
          <Icon of={ChevronDown} size={12} />
          <select
            aria-label={`${t("records.moveTo")}: ${deal.title}`}
            value={stage ?? ""}
            onChange={(event) => onMove(event.target.value)}
          >
            {stage === null && <option value="">{t("records.noStage")}</option>}
            {stages.map((each) => (
              <option key={each.value} value={each.value}>
                {each.text}
              </option>
            ))}
          </select>
        </span>
      </span>
    </li>
  );
}

function useMove(object: ObjectDefinition) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const boards = ["w", workspace, "records", object.name, "board"];
  const move = async (deal: RecordDocument, from: string | null, to: string, said: string) => {
    const { stageField } = object;
    if (stageField === null || from === to) return;
    await client.cancelQueries({ queryKey: boards });
    client.setQueriesData<Board>(
      { queryKey: boards },
      (board) => board && moveCard(board, deal.id, to),
    );
    try {
      // Without a version: a card that was moved a moment ago still has the one before that move.
      const record = { object: object.name, id: deal.id };
      await changeRecord(workspace, record, { [stageField]: to });
      const back = () => {
        const undone = changeRecord(workspace, record, { [stageField]: from });
        void undone.finally(() =>
          client.invalidateQueries({ queryKey: ["w", workspace, "records"] }),
        );
      };
      toasts.show({ text: said, undo: back }, Date.now());
    } catch (error) {
      sayUnsaved(error, { workspace, object: object.name }, t);
    }
    await client.invalidateQueries({ queryKey: ["w", workspace, "records"] });
  };
  return move;
}

interface DealBoardProps extends ObjectAndSchema {
  readonly board: Board;
  /** The cards are still those of the last query. */
  readonly isReplaced: boolean;
  readonly onWhy: (deal: string) => void;
}

/** Columns by stage with count and total; a card moves by drag or by its menu. */
export function DealBoard({ object, board, isReplaced, onWhy }: DealBoardProps) {
  const { t, label, locale } = useTexts();
  const move = useMove(object);
  const [over, setOver] = useState<string | null>(null);
  const [dragging, setDragging] = useState(false);
  const stages = (fieldNamed(object, board.field)?.options ?? []).map((option) => ({
    value: option.value,
    text: label(option.label),
  }));
  const textOfStage = (value: string | null) =>
    stages.find((stage) => stage.value === value)?.text ?? t("records.noStage");
  const all = board.columns.flatMap(({ value, records }) =>
    records.map((deal) => ({ deal, stage: value })),
  );
  const scores = useScores(
    object.name,
    all.filter(({ stage }) => isOpen(stage)).map(({ deal }) => deal.id),
  );
  const moveTo = (dealId: string, to: string) => {
    const found = all.find(({ deal }) => deal.id === dealId);
    if (!found) return;
    const said = t("records.moved", { title: found.deal.title, stage: textOfStage(to) });
    void move(found.deal, found.stage, to, said);
  };
  const drop = (event: DragEvent, to: string | null) => {
    event.preventDefault();
    setOver(null);
    setDragging(false);
    if (to !== null) moveTo(event.dataTransfer.getData("text/plain"), to);
  };
  return (
    <div className={`board${replacedClass(isReplaced)}`} aria-busy={isReplaced}>
      {board.columns
        .filter(({ value, count }) => value !== null || count > 0)
        .map(({ value, count, total, records }) => (
          <section
            key={value ?? ""}
            className={dragging && over === value ? "board-column over" : "board-column"}
            aria-label={textOfStage(value)}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(value);
            }}
            onDrop={(event) => drop(event, value)}
          >
            <header className="board-head">
              <b>{textOfStage(value)}</b>
              <span className="t12 t3">{formatNumber(count, locale)}</span>
              <span className="space" />
              <span className="t12 t2">{total === null ? "" : formatMoney(total, locale)}</span>
            </header>
            <ul className="board-cards">
              {records.map((deal) => (
                <Card
                  key={deal.id}
                  deal={deal}
                  object={object}
                  stage={value}
                  stages={stages}
                  score={scores.get(deal.id)}
                  onWhy={() => onWhy(deal.id)}
                  onMove={(to) => moveTo(deal.id, to)}
                  onDrag={setDragging}
                />
              ))}
              {count > records.length && (
                <li className="t12 t3 board-more">
                  {t("records.moreCards", { count: count - records.length })}
                </li>
              )}
            </ul>
          </section>
        ))}
    </div>
  );
}
