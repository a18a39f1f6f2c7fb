import { where } from "@causeway/engine-conditions";
import type { Field, ObjectDefinition, RecordDocument } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { firstRecordsQuery } from "../api/record-queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { fieldKinds, showValue } from "./field-kinds.ts";
import { defaultColumns, fieldNamed, fieldValue } from "./schema-fields.ts";
import { type ObjectAndSchema, useShow } from "./use-object.ts";

interface Relation {
  readonly object: ObjectDefinition;
  readonly field: Field;
}

/** Every reference that points to records of an object. */
export function relationsTo(
  objects: readonly ObjectDefinition[],
  target: string,
): readonly Relation[] {
  return objects.flatMap((object) =>
    object.fields
      .filter((field) => field.type === "reference" && field.target === target)
      .map((field) => ({ object, field })),
  );
}

function classOf({ type }: Field): string | undefined {
  return fieldKinds[type].alignsRight ? "number" : undefined;
}

function RelationSection({ relation, id }: { readonly relation: Relation; readonly id: string }) {
  const { label } = useTexts();
  const { id: workspace } = useWorkspace();
  const show = useShow();
  const { object, field } = relation;
  const filter = structuredClone(where(field.name, "equals", id)) as never;
  const { data } = useQuery(firstRecordsQuery(workspace, object.name, { filter }, 20));
  if (!data || data.records.length === 0) return null;
  const columns = defaultColumns(object)
    .filter((name) => !name.startsWith("$") && name !== field.name)
    .slice(0, 5)
    .flatMap((name) => fieldNamed(object, name) ?? []);
  return (
    <section className="panel">
      <div className="section-head">
        <h3>{label(object.pluralLabel)}</h3>
        <span className="t12 t3">
          {data.records.length}
          {data.nextCursor === null ? "" : "+"}
        </span>
      </div>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} className={classOf(column)}>
                {label(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.records.map((record) => (
            <tr key={record.id}>
              {columns.map((column, index) => {
                const text = showValue(
                  column,
                  fieldValue(record, column.name),
                  show(record.references),
                );
                return (
                  <td key={column.name} className={classOf(column)}>
                    {index === 0 ? (
                      <PathLink
                        path={`/w/${workspace}/records/${object.name}/${record.id}`}
                        className="cell-link"
                      >
                        {text || record.title}
                      </PathLink>
                    ) : (
                      text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What refers to a record, by object. */
export function RelatedRecords({
  schema,
  record,
}: ObjectAndSchema & { readonly record: RecordDocument }) {
  const { t } = useTexts();
  const relations = relationsTo(schema.objects, record.object);
  return (
    <div className="related">
      {relations.map((relation) => (
        <RelationSection
          key={`${relation.object.name} ${relation.field.name}`}
          relation={relation}
          id={record.id}
        />
      ))}
      <div className="related-none">
        <EmptyState title={t("records.relatedNone")} />
      </div>
    </div>
  );
}
