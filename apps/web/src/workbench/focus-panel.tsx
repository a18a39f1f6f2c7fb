import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { recordQuery, schemaQuery } from "../api/record-queries.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { showValue } from "../records/field-kinds.ts";
import { fieldNamed, fieldValue, objectNamed } from "../records/schema-fields.ts";
import { useShow } from "../records/use-object.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { TwinFigures } from "../twin/twin-figures.tsx";
import { TwinPanel } from "../twin/twin-panel.tsx";
import type { Subject } from "./task-list.ts";

interface FocusPanelProps {
  readonly subject: Subject;
  readonly eventId: string | undefined;
  readonly eventAt: number | undefined;
  readonly onWhy: (lead: string) => void;
}

const facts = ["industry", "region", "city", "company", "title", "account"];

/** The customer that an action is about: name, figures, twin. */
export function FocusPanel({ subject, eventId, eventAt, onWhy }: FocusPanelProps) {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const show = useShow();
  const { data: record, error } = useQuery(recordQuery(id, subject.object, subject.id));
  const { data: schema } = useQuery(schemaQuery(id));
  const object = objectNamed(schema, subject.object);
  const line = record
    ? facts.flatMap((name) => {
        const field = fieldNamed(object, name);
        const text = field
          ? showValue(field, fieldValue(record, name), show(record.references))
          : "";
        return text === "" ? [] : [text];
      })
    : [];
  return (
    <section className="twin" aria-label={subject.title}>
      <header className="twin-head">
        <PathLink
          path={`/w/${id}/records/${subject.object}/${subject.id}`}
          className="twin-name cut"
        >
          {record?.title ?? subject.title}
        </PathLink>
        <span className="t12 t3 cut">
          {[...new Set([object ? label(object.label) : "", ...line])].filter(Boolean).join(" · ")}
        </span>
      </header>
      {error && <ProblemBox error={error} />}
      <TwinFigures object={subject.object} id={subject.id} onWhy={onWhy} />
      <TwinPanel
        key={`${subject.object} ${subject.id} ${eventId ?? ""}`}
        object={subject.object}
        id={subject.id}
        eventId={eventId}
        eventAt={eventAt}
      />
    </section>
  );
}
