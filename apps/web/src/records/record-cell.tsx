import type {
  Field,
  FieldValue,
  ObjectDefinition,
  RecordDocument,
} from "@causeway/platform-contract";
import { useMemo, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { LightLink } from "../shell/light-link.tsx";
import { useTexts } from "../texts/text.ts";
import { FieldEditor } from "./field-editor.tsx";
import { fieldKinds, type ShowContext, showValue } from "./field-kinds.ts";
import { KeptValue } from "./kept-value.tsx";
import { fieldValue, isEditable } from "./schema-fields.ts";
import { useChange } from "./use-change.ts";
import { useShow } from "./use-object.ts";

/** What the cells of a table have in common, found out once. */
export interface CellTools {
  /** Where the records of this workspace are: `/w/…/records`. */
  readonly records: string;
  readonly show: (references: ShowContext["references"]) => ShowContext;
  readonly selectName: (title: string) => string;
  readonly editName: (field: Field, title: string) => string;
}

export function useCellTools(): CellTools {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const show = useShow();
  return useMemo(() => {
    const editNames = new Map<Field, string>();
    const editName = (field: Field) => {
      const name = editNames.get(field) ?? t("records.editField", { field: label(field.label) });
      editNames.set(field, name);
      return name;
    };
    return {
      records: `/w/${id}/records`,
      show,
      selectName: (title) => t("records.selectRow", { title }),
      editName: (field, title) => `${editName(field)}: ${title}`,
    };
  }, [t, label, id, show]);
}

interface RecordCellProps {
  readonly object: ObjectDefinition;
  readonly record: RecordDocument;
  readonly field: Field;
  readonly cells: CellTools;
  readonly shown: ShowContext;
}

function sameValue(left: FieldValue, right: FieldValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

interface CellTextProps extends RecordCellProps {
  readonly value: FieldValue;
  readonly onEdit: () => void;
}

function CellText({ object, record, field, cells, shown, value, onEdit }: CellTextProps) {
  const text = showValue(field, value, shown);
  const target = fieldValue(record, field.name);
  const isReference = field.type === "reference" && field.target !== null;
  return (
    <>
      {field.name === object.titleField ? (
        <LightLink path={`${cells.records}/${object.name}/${record.id}`} className="cell-title cut">
          {text === "" ? record.title : text}
        </LightLink>
      ) : isReference && typeof target === "string" ? (
        <LightLink path={`${cells.records}/${field.target}/${target}`} className="cell-link cut">
          {text}
        </LightLink>
      ) : (
        <span className="cut">{text === "" && field.sight ? <KeptValue /> : text}</span>
      )}
      {isEditable(field) && (
        <button
          type="button"
          className="cell-edit"
          aria-label={cells.editName(field, record.title)}
          onClick={onEdit}
        />
      )}
    </>
  );
}

interface EditedCellProps extends RecordCellProps {
  readonly editing: boolean;
  readonly onEdit: (editing: boolean) => void;
}

/** A cell that somebody has edited: what is being saved stands in it already. */
function EditedCell({ editing, onEdit, ...props }: EditedCellProps) {
  const { record, field } = props;
  const change = useChange(record);
  const held = fieldValue(record, field.name);
  const value = change.isPending ? (change.variables[field.name] ?? null) : held;
  if (!editing) return <CellText {...props} value={value} onEdit={() => onEdit(true)} />;
  return (
    <FieldEditor
      field={field}
      value={held}
      references={record.references}
      onCommit={(next) => {
        onEdit(false);
        if (!sameValue(next, held)) change.mutate({ [field.name]: next });
      }}
      onCancel={() => onEdit(false)}
    />
  );
}

/** One value of a row: its pencil or a double click edits it in place. */
export function RecordCell(props: RecordCellProps) {
  const { record, field } = props;
  const [editing, setEditing] = useState<boolean | "never">("never");
  return (
    <td
      className={fieldKinds[field.type].alignsRight ? "right" : undefined}
      onDoubleClick={() => isEditable(field) && setEditing(true)}
    >
      {editing === "never" ? (
        <CellText
          {...props}
          value={fieldValue(record, field.name)}
          onEdit={() => setEditing(true)}
        />
      ) : (
        <EditedCell {...props} editing={editing} onEdit={setEditing} />
      )}
    </td>
  );
}
