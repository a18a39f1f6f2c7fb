import type {
  Field,
  FieldValue,
  ObjectDefinition,
  RecordDocument,
} from "@causeway/platform-contract";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ReasonButton } from "../parts/reason-button.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { FieldEditor } from "./field-editor.tsx";
import { showValue } from "./field-kinds.ts";
import { KeptValue } from "./kept-value.tsx";
import { allFields, fieldValue, isEditable } from "./schema-fields.ts";
import { useChange } from "./use-change.ts";
import { useShow } from "./use-object.ts";

interface RecordFactsProps {
  readonly object: ObjectDefinition;
  readonly record: RecordDocument;
}

function ReferenceLink({
  field,
  value,
  text,
}: {
  readonly field: Field;
  readonly value: FieldValue;
  readonly text: string;
}) {
  const { id } = useWorkspace();
  if (field.type !== "reference" || field.target === null || typeof value !== "string") return null;
  return (
    <PathLink
      path={`/w/${id}/records/${field.target}/${value}`}
      className="link t12"
      aria-label={text}
    >
      ↗
    </PathLink>
  );
}

function FixedValue({ field, text }: { readonly field: Field; readonly text: string }) {
  const { t } = useTexts();
  return (
    <span className="t13" style={{ padding: "3px 6px" }}>
      {text !== "" ? (
        text
      ) : field.sight ? (
        <ReasonButton lines={[t("records.keptHint")]}>
          <KeptValue />
        </ReasonButton>
      ) : (
        "—"
      )}
    </span>
  );
}

function Fact({ record, field }: { readonly record: RecordDocument; readonly field: Field }) {
  const { t, label } = useTexts();
  const show = useShow();
  const change = useChange(record);
  const [editing, setEditing] = useState(false);
  const held = fieldValue(record, field.name);
  const value = change.isPending ? (change.variables[field.name] ?? null) : held;
  const text = showValue(field, value, show(record.references));
  const name = label(field.label);
  const commit = (next: FieldValue) => {
    setEditing(false);
    if (JSON.stringify(next) !== JSON.stringify(held)) change.mutate({ [field.name]: next });
  };
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className="row">
        {editing ? (
          <FieldEditor
            field={field}
            value={held}
            references={record.references}
            onCommit={commit}
            onCancel={() => setEditing(false)}
          />
        ) : isEditable(field) && record.deletedAt === null ? (
          <>
            <button
              type="button"
              className="edit"
              aria-label={`${t("records.editField", { field: name })}: ${text || t("records.emptyValue")}`}
              onClick={() => setEditing(true)}
            >
              {text === "" ? <span className="t3">—</span> : text}
            </button>
            <ReferenceLink field={field} value={value} text={text} />
          </>
        ) : (
          <FixedValue field={field} text={text} />
        )}
      </dd>
    </div>
  );
}

/** Every field of a record; a click edits it in place. */
export function RecordFacts({ object, record }: RecordFactsProps) {
  const { t } = useTexts();
  return (
    <section className="record-facts" aria-label={t("records.details")}>
      <dl className="facts">
        {allFields(object).map((field) => (
          <Fact key={field.name} record={record} field={field} />
        ))}
      </dl>
    </section>
  );
}
