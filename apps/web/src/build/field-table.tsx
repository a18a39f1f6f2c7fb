import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { conversionsQuery } from "../api/schema-queries.ts";
import { fieldKinds } from "../records/field-kinds.ts";
import { objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { ChangeTypeDialog } from "./change-type-dialog.tsx";
import { ConversionState } from "./conversion-state.tsx";
import { EditFieldDialog } from "./edit-field-dialog.tsx";
import { type Conversion, isConvertible, latestConversions } from "./type-change.ts";

interface FieldRowProps {
  readonly field: Field;
  readonly conversion: Conversion | undefined;
  readonly onEdit: (() => void) | undefined;
  readonly onChangeType: (() => void) | undefined;
}

function FieldRow({ field, conversion, onEdit, onChangeType }: FieldRowProps) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const target = field.target === null ? undefined : objectNamed(schema, field.target);
  const targetName = target ? label(target.label) : field.target;
  const isMoving = conversion?.state === "filling" || conversion?.state === "cancelling";
  return (
    <tr>
      <td>
        {label(field.label)}
        {field.required && <span className="t12 t3"> · {t("build.required")}</span>}
        {field.unique && <span className="t12 t3"> · {t("build.unique")}</span>}
      </td>
      <td>
        <code>{field.name}</code>
      </td>
      <td className="nowrap">
        <span>{t(fieldKinds[field.type].label)}</span>
        {field.target !== null && <span className="t3"> → {targetName}</span>}
        {conversion && <ConversionState conversion={conversion} />}
      </td>
      <td className="t12 long">{field.options.map((option) => label(option.label)).join(" · ")}</td>
      <td className="nowrap">{field.system ? t("build.system") : t("build.custom")}</td>
      <td className="nowrap">
        {onEdit && (
          <button
            type="button"
            className="button quiet"
            aria-label={`${t("build.editField")}: ${label(field.label)}`}
            onClick={onEdit}
          >
            {t("build.editField")}
          </button>
        )}
        {onChangeType && !isMoving && (
          <button
            type="button"
            className="button quiet"
            aria-label={`${t("build.changeType")}: ${label(field.label)}`}
            onClick={onChangeType}
          >
            {t("build.changeType")}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The newest conversions by field; what the fields are is asked for again when one ends. */
function useConversions(object: string, mayChange: boolean) {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { data } = useQuery({ ...conversionsQuery(id), enabled: mayChange });
  const conversions = data?.conversions ?? [];
  const ended = conversions.filter(({ finishedAt }) => finishedAt !== null).length;
  useEffect(() => {
    if (ended > 0) void client.invalidateQueries({ queryKey: ["w", id, "schema"], exact: true });
  }, [client, id, ended]);
  return latestConversions(conversions, object);
}

/** The fields of an object; administrators give them another type. */
export function FieldTable({
  object,
  mayChange,
}: {
  readonly object: ObjectDefinition;
  readonly mayChange: boolean;
}) {
  const { t } = useTexts();
  const conversions = useConversions(object.name, mayChange);
  const [changing, setChanging] = useState<Field | null>(null);
  const [editing, setEditing] = useState<Field | null>(null);
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("build.label")}</th>
            <th>{t("build.apiName")}</th>
            <th>{t("build.type")}</th>
            <th>{t("build.choices")}</th>
            <th>{t("build.origin")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {object.fields.map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              conversion={conversions.get(field.name)}
              onEdit={mayChange ? () => setEditing(field) : undefined}
              onChangeType={
                mayChange && isConvertible(object, field) ? () => setChanging(field) : undefined
              }
            />
          ))}
        </tbody>
      </table>
      {editing && (
        <EditFieldDialog object={object} field={editing} onClose={() => setEditing(null)} />
      )}
      {changing && (
        <ChangeTypeDialog object={object} field={changing} onClose={() => setChanging(null)} />
      )}
    </>
  );
}
