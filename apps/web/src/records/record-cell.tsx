import type {
  Field,
  FieldValue,
  ObjectDefinition,
  RecordDocument,
} from "@causeway/platform-contract";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { Icon } from "../parts/icon.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { FieldEditor } from "./field-editor.tsx";
import { fieldKinds, showValue } from "./field-kinds.ts";
import { fieldValue, isEditable } from "./schema-fields.ts";
import { useChange } from "./use-change.ts";
import { useShow } from "./use-object.ts";

interface RecordCellProps {
  readonly object: ObjectDefinition;
  readonly record: RecordDocument;
  readonly field: Field;
}

function sameValue(left: FieldValue, right: FieldValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function CellText({ object, record, field, text }: RecordCellProps & { readonly text: string }) {
  const { id } = useWorkspace();
  if (field.name === object.titleField) {
    return (
      <PathLink path={`/w/${id}/records/${object.name}/${record.id}`} className="cell-title cut">
        {text === "" ? record.title : text}
      </PathLink>
    );
  }
  const target = fieldValue(record, field.name);
  if (field.type === "reference" && field.target !== null && typeof target === "string") {
    return (
      <PathLink path={`/w/${id}/records/${field.target}/${target}`} className="cell-link cut">
        {text}
      </PathLink>
    );
  }
  return <span className="cut">{text}</span>;
}

/** One value of a row: its pencil or a double click edits it in place. */
export function RecordCell(props: RecordCellProps) {
  const { record, field } = props;
  const { t, label } = useTexts();
  const show = useShow();
  const [editing, setEditing] = useState(false);
  const change = useChange(record);
  const held = fieldValue(record, field.name);
  const value = change.isPending ? (change.variables[field.name] ?? null) : held;
  const editable = isEditable(field.name);
  const commit = (next: FieldValue) => {
    setEditing(false);
    if (!sameValue(next, held)) change.mutate({ [field.name]: next });
  };
  return (
    <td
      className={fieldKinds[field.type].alignsRight ? "right" : undefined}
      onDoubleClick={() => setEditing(editable)}
    >
      {editing ? (
        <FieldEditor
          field={field}
          value={held}
          references={record.references}
          onCommit={commit}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <>
          <CellText {...props} text={showValue(field, value, show(record.references))} />
          {editable && (
            <button
              type="button"
              className="cell-edit"
              aria-label={`${t("records.editField", { field: label(field.label) })}: ${record.title}`}
              onClick={() => setEditing(true)}
            >
              <Icon of={Pencil} size={12} />
            </button>
          )}
        </>
      )}
    </td>
  );
}
