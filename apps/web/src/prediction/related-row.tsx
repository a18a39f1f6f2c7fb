import type { FeatureSpec, ObjectDefinition, SchemaDocument } from "@causeway/platform-contract";
import { fieldNamed, objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { ConditionEditor } from "./condition-editor.tsx";
import { fieldsFor, relationsTo } from "./definition-form.ts";
import { DaysField, NamedSelect, RemoveButton } from "./feature-parts.tsx";

export type RelatedSpec = Extract<FeatureSpec, { kind: "related" }>;

const measures = ["count", "sum", "mean", "days-since"] as const;
const addsUp = (measure: RelatedSpec["measure"]) => measure === "sum" || measure === "mean";

/** What is measured of the related records, in words, for the reasons that people will read. */
export function useRelatedLabel(schema: SchemaDocument) {
  const { t } = useTexts();
  return (spec: RelatedSpec): RelatedSpec => {
    const object = objectNamed(schema, spec.object);
    const field = object && spec.field !== null ? fieldNamed(object, spec.field) : undefined;
    const how = (language: "zh" | "en") =>
      t(`prediction.related_${spec.measure as "count"}`, {
        lng: language,
        what: object?.label[language] ?? spec.object,
        field: field?.label[language] ?? "",
        span:
          spec.days === null ? "" : t("prediction.spanLast", { lng: language, count: spec.days }),
        filter: spec.filter === null ? "" : t("prediction.relatedChosen", { lng: language }),
      }).trim();
    return { ...spec, label: { zh: how("zh"), en: how("en") } };
  };
}

interface RelatedRowProps {
  readonly schema: SchemaDocument;
  readonly object: ObjectDefinition;
  readonly spec: RelatedSpec;
  readonly pathWords: (of: string) => string;
  readonly onChange: (spec: RelatedSpec) => void;
  readonly onRemove: () => void;
}

/** Other records that point to the same thing: how many, what they add up to, how long ago the last came in. */
export function RelatedRow(props: RelatedRowProps) {
  const { schema, object, spec, pathWords, onChange, onRemove } = props;
  const { t, label } = useTexts();
  const labelled = useRelatedLabel(schema);
  const set = (change: Partial<RelatedSpec>) => onChange(labelled({ ...spec, ...change }));
  const relations = relationsTo(schema, object);
  const other = objectNamed(schema, spec.object);
  const numbers = other ? fieldsFor(other, "number") : [];
  const keyOf = ({ of, object: name, through }: Pick<RelatedSpec, "of" | "object" | "through">) =>
    `${of} ${name} ${through}`;
  return (
    <div className="related-feature">
      <div className="feature-row">
        <NamedSelect
          label={t("prediction.relatedWhat")}
          value={keyOf(spec)}
          options={relations.map((relation) => {
            const target = objectNamed(schema, relation.object);
            return {
              value: keyOf(relation),
              text: t("prediction.relatedOf", {
                of: pathWords(relation.of),
                object: target ? label(target.label) : relation.object,
              }),
            };
          })}
          onChange={(key) => {
            const relation = relations.find((each) => keyOf(each) === key);
            if (relation) set({ ...relation, field: null, filter: null, measure: "count" });
          }}
        />
        <NamedSelect
          label={t("prediction.measure")}
          value={spec.measure}
          options={measures
            .filter((measure) => !addsUp(measure) || numbers.length > 0)
            .map((measure) => ({ value: measure, text: t(`prediction.measure_${measure}`) }))}
          onChange={(value) => {
            const measure = value as RelatedSpec["measure"];
            set({
              measure,
              field: addsUp(measure) ? (spec.field ?? numbers[0]?.name ?? null) : null,
            });
          }}
        />
        {addsUp(spec.measure) && (
          <NamedSelect
            label={t("prediction.field")}
            value={spec.field ?? ""}
            options={numbers.map((field) => ({ value: field.name, text: label(field.label) }))}
            onChange={(field) => set({ field })}
          />
        )}
        <NamedSelect
          label={t("prediction.relatedSpan")}
          value={spec.days === null ? "ever" : "days"}
          options={[
            { value: "ever", text: t("prediction.ever") },
            { value: "days", text: t("prediction.inLastDays") },
          ]}
          onChange={(value) => set({ days: value === "ever" ? null : 365 })}
        />
        {spec.days !== null && (
          <>
            <DaysField days={spec.days} onChange={(days) => set({ days })} />
            {t("prediction.daysUnit")}
          </>
        )}
        <RemoveButton onRemove={onRemove} />
      </div>
      {other && (
        <ConditionEditor
          key={keyOf(spec)}
          schema={schema}
          object={other}
          label={t("prediction.relatedFilter")}
          value={spec.filter}
          onChange={(filter) => set({ filter: filter as never })}
        />
      )}
    </div>
  );
}
