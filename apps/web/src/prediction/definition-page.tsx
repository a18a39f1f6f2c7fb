import type { PredictionDefinition, SchemaDocument } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { predictionQuery, predictionsQuery } from "../api/insight-queries.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { InsightTabs } from "../insight/insight-tabs.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ObjectOptions } from "../records/object-options.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "../records/records.css";
import "./predictions.css";
import { draftFor, isComplete, nameOf, objectOf } from "./definition-form.ts";
import { DefinitionPreview } from "./definition-preview.tsx";
import { FeaturesSection } from "./features-section.tsx";
import { MomentSection } from "./moment-section.tsx";
import { OutcomeSection } from "./outcome-section.tsx";

interface EditorProps {
  readonly schema: SchemaDocument;
  /** What is changed; undefined for a new one. */
  readonly held: PredictionDefinition | undefined;
}

function NameSection({
  definition,
  schema,
  isNew,
  onChange,
  onObject,
}: {
  readonly definition: PredictionDefinition;
  readonly schema: SchemaDocument;
  readonly isNew: boolean;
  readonly onChange: (change: Partial<PredictionDefinition>) => void;
  readonly onObject: (name: string) => void;
}) {
  const { t, locale } = useTexts();
  const { zh, en } = definition.label;
  return (
    <fieldset>
      <legend>{t("prediction.whatFor")}</legend>
      <div className="form-grid">
        <FormField label={t("prediction.name")}>
          <input
            className="input"
            required
            maxLength={100}
            value={locale === "zh" ? zh : en}
            onChange={({ target: { value } }) =>
              onChange({
                // One name serves both languages until the other has its own.
                label: {
                  zh: locale === "zh" || zh === en ? value : zh,
                  en: locale === "en" || zh === en ? value : en,
                },
              })
            }
          />
        </FormField>
        <FormField label={t("prediction.object")}>
          <select
            className="input"
            disabled={!isNew}
            value={definition.object}
            onChange={(event) => onObject(event.target.value)}
          >
            <ObjectOptions schema={schema} />
          </select>
        </FormField>
      </div>
    </fieldset>
  );
}

function UseSection({
  definition,
  onChange,
}: {
  readonly definition: PredictionDefinition;
  readonly onChange: (change: Partial<PredictionDefinition>) => void;
}) {
  const { t } = useTexts();
  return (
    <fieldset>
      <legend>{t("prediction.inUse")}</legend>
      <div className="form-grid">
        <FormField label={t("prediction.promotion")}>
          <select
            className="input"
            value={definition.promotion}
            onChange={({ target: { value } }) =>
              onChange({ promotion: value as PredictionDefinition["promotion"] })
            }
          >
            <option value="by-hand">{t("prediction.ruleByHand")}</option>
            <option value="when-better">{t("prediction.ruleWhenBetter")}</option>
          </select>
        </FormField>
      </div>
      <label className="feature-row">
        <input
          type="checkbox"
          className="check"
          checked={definition.graded}
          onChange={(event) => onChange({ graded: event.target.checked })}
        />
        {t("prediction.graded")}
      </label>
    </fieldset>
  );
}

function Editor({ schema, held }: EditorProps) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: all } = useQuery(predictionsQuery(id));
  const [definition, setDefinition] = useState<PredictionDefinition | undefined>(() => {
    const [first] = schema.objects;
    const object = schema.objects.find(({ name }) => name === "deal") ?? first;
    return held ?? (object && draftFor(object));
  });
  const onChange = (change: Partial<PredictionDefinition>) =>
    setDefinition((now) => now && { ...now, ...change });
  const save = useMutation({
    mutationFn: async (body: PredictionDefinition) => {
      await (held
        ? tell(`/api/w/${id}/predictions/${held.name}`, { method: "PUT", body })
        : tell(`/api/w/${id}/predictions`, { body }));
      return body.name;
    },
    onSuccess: async (name) => {
      await client.invalidateQueries({ queryKey: ["w", id, "scores"] });
      await navigate({
        to: "/w/$workspace/insight/predictions/$name",
        params: { workspace: id, name },
      });
    },
  });
  const object = definition && objectOf(schema, definition);
  if (!definition || !object) return null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      ...definition,
      name: held?.name ?? nameOf(definition.label.en, new Date()),
    });
  };
  const section = { schema, object, definition, onChange };
  const hasName = definition.label.zh !== "" && definition.label.en !== "";
  return (
    <form className="definition" onSubmit={onSubmit}>
      <div className="definition-form">
        <NameSection
          definition={definition}
          schema={schema}
          isNew={held === undefined}
          onChange={onChange}
          onObject={(name) => {
            const next = schema.objects.find((each) => each.name === name);
            if (next) setDefinition({ ...draftFor(next), label: definition.label });
          }}
        />
        <OutcomeSection {...section} />
        <MomentSection {...section} />
        <FeaturesSection {...section} predictions={all?.predictions ?? []} />
        <UseSection definition={definition} onChange={onChange} />
      </div>
      <aside className="side-column" aria-label={t("prediction.preview")}>
        <h2>{t("prediction.preview")}</h2>
        <p className="t12 t3">{t("prediction.previewHint")}</p>
        <DefinitionPreview definition={definition} onChange={onChange} />
        {save.error && <ProblemBox error={save.error} />}
        <div className="row definition-foot">
          <button
            type="submit"
            className="button primary"
            disabled={save.isPending || !hasName || !isComplete(definition)}
          >
            {t("shell.save")}
          </button>
          <PathLink
            path={`/w/${id}/insight${held ? `/predictions/${held.name}` : ""}`}
            className="button"
          >
            {t("shell.cancel")}
          </PathLink>
        </div>
      </aside>
    </form>
  );
}

/** Defines a prediction without code, with a preview on real records. */
export function NewPredictionPage() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data: schema, error } = useQuery(schemaQuery(id));
  return (
    <>
      <PageTop
        title={t("prediction.define")}
        area={t("shell.insight")}
        hint={t("prediction.define")}
        switches={<InsightTabs current="predictions" />}
      />
      {error && <ProblemBox error={error} />}
      {!schema && !error && <Skeleton rows={8} />}
      {schema && <Editor schema={schema} held={undefined} />}
    </>
  );
}

/** Changes the definition of a prediction. */
export function EditPredictionPage() {
  const { label, t } = useTexts();
  const { id } = useWorkspace();
  const { name } = useParams({ from: "/w/$workspace/insight/predictions/$name/edit" });
  const { data: schema } = useQuery(schemaQuery(id));
  const { data: state, error } = useQuery(predictionQuery(id, name));
  return (
    <>
      <PageTop
        title={state ? label(state.label) : t("prediction.editDefinition")}
        area={t("shell.insight")}
        hint={
          <>
            {state && <b className="t2">{label(state.label)} · </b>}
            {t("prediction.editDefinition")}
          </>
        }
        switches={<InsightTabs current="predictions" />}
      />
      {error && <ProblemBox error={error} />}
      {(!schema || !state) && !error && <Skeleton rows={8} />}
      {schema && state && <Editor schema={schema} held={state.definition} />}
    </>
  );
}
