import type { FeatureSpec, PredictionSummary } from "@causeway/platform-contract";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../parts/icon.tsx";
import { fieldNamed, objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { behaviourPaths, pathsOf, relationsTo, sameSpec, toggled } from "./definition-form.ts";
import { Choice } from "./feature-parts.tsx";
import type { SectionProps } from "./outcome-section.tsx";
import { RelatedRow, useRelatedLabel } from "./related-row.tsx";
import { SignalRow } from "./signal-row.tsx";
import { useWindowLabel, WindowRow } from "./window-row.tsx";

interface FeaturesSectionProps extends SectionProps {
  readonly predictions: readonly PredictionSummary[];
}

/** What the prediction looks at: fields, what the record points to, behaviour, signals, other predictions. */
export function FeaturesSection({
  schema,
  object,
  definition,
  predictions,
  onChange,
}: FeaturesSectionProps) {
  const { t, label } = useTexts();
  const labelled = useWindowLabel();
  const relatedLabelled = useRelatedLabel(schema);
  const { features } = definition;
  const paths = pathsOf(object);
  const seen = behaviourPaths(object);
  const companies = paths.filter(({ target }) => target === "account").map(({ of }) => of);
  const set = (next: FeatureSpec[]) => onChange({ features: next });
  const has = (spec: FeatureSpec) => features.some((each) => sameSpec(each, spec));
  const choice = (spec: FeatureSpec, words: ReactNode) => (
    <Choice
      key={JSON.stringify(spec)}
      checked={has(spec)}
      onChange={(on) => set(toggled(features, spec, on))}
    >
      {words}
    </Choice>
  );
  const pathWords = (of: string) => {
    if (of === "") return label(object.label);
    if (of === "company") return t("prediction.company");
    const field = fieldNamed(object, of);
    return field ? label(field.label) : of;
  };
  const replace = (place: number, spec: FeatureSpec | null) =>
    set(features.flatMap((each, at) => (at === place ? (spec === null ? [] : [spec]) : [each])));
  const names = new Set(object.fields.map(({ name }) => name));
  // Its own object's predictions, and those of what it points to.
  const reached = [{ of: "", target: object.name }, ...paths];
  const others = predictions.flatMap((other) =>
    reached
      .filter(({ target }) => target === other.object && other.name !== definition.name)
      .map(({ of }) => ({ of, other })),
  );
  const relations = relationsTo(schema, object);
  const titled = [
    ...(names.has("title") || names.has("rank") ? [""] : []),
    ...paths.filter(({ target }) => target === "contact" || target === "lead").map(({ of }) => of),
  ];
  return (
    <fieldset>
      <legend>{t("prediction.features")}</legend>
      {choice({ kind: "fields", of: "", names: null }, t("prediction.ownFields"))}
      {choice({ kind: "age" }, t("prediction.ageFeature"))}
      {object.stageField !== null &&
        choice({ kind: "field-history", field: object.stageField }, t("prediction.stageHistory"))}
      {names.has("email") &&
        names.has("phone") &&
        choice({ kind: "contact-details" }, t("prediction.contactDetails"))}
      {paths.map(({ of, target }) => {
        const other = objectNamed(schema, target);
        return choice(
          { kind: "fields", of, names: null },
          t("prediction.fieldsOf", {
            of: pathWords(of),
            object: other ? label(other.label) : target,
          }),
        );
      })}
      {seen.map((of) =>
        choice({ kind: "behaviour-set", of }, t("prediction.behaviourOf", { of: pathWords(of) })),
      )}
      {others.map(({ of, other }) =>
        choice(
          { kind: "prediction", of, prediction: other.name },
          t("prediction.predictionOf", {
            name: of === "" ? label(other.label) : `${pathWords(of)} · ${label(other.label)}`,
          }),
        ),
      )}
      {titled.map((of) =>
        choice(
          { kind: "parameter", of, parameter: "rank" },
          t("prediction.parameterRank", { of: pathWords(of) }),
        ),
      )}
      {seen.map((of) =>
        choice(
          { kind: "parameter", of, parameter: "replacement-window" },
          t("prediction.parameterWindow", { of: pathWords(of) }),
        ),
      )}
      {features.map((spec, place) => {
        const key = `${spec.kind} ${place}`;
        if (spec.kind === "behaviour") {
          return (
            <WindowRow
              key={key}
              spec={spec}
              paths={seen}
              pathWords={pathWords}
              onChange={(next) => replace(place, next)}
              onRemove={() => replace(place, null)}
            />
          );
        }
        if (spec.kind === "signal") {
          return (
            <SignalRow
              key={key}
              spec={spec}
              companies={companies}
              pathWords={pathWords}
              onChange={(next) => replace(place, next)}
              onRemove={() => replace(place, null)}
            />
          );
        }
        if (spec.kind === "related") {
          return (
            <RelatedRow
              key={key}
              schema={schema}
              object={object}
              spec={spec}
              pathWords={pathWords}
              onChange={(next) => replace(place, next)}
              onRemove={() => replace(place, null)}
            />
          );
        }
        return null;
      })}
      <div className="row">
        {seen[0] !== undefined && (
          <button
            type="button"
            className="button"
            onClick={() =>
              set([
                ...features,
                labelled({
                  kind: "behaviour",
                  of: seen[0] ?? "",
                  touchpoint: { kind: null, topic: "pricing", event: null },
                  measure: "count",
                  fact: null,
                  days: 30,
                  untilDays: 0,
                  label: { zh: "", en: "" },
                }),
              ])
            }
          >
            <Icon of={Plus} size={14} />
            {t("prediction.addWindow")}
          </button>
        )}
        {relations[0] !== undefined && (
          <button
            type="button"
            className="button"
            onClick={() =>
              set([
                ...features,
                relatedLabelled({
                  kind: "related",
                  ...(relations[0] ?? { of: "", object: "", through: "" }),
                  ...{ measure: "count", field: null, filter: null, days: null },
                  label: { zh: "", en: "" },
                }),
              ])
            }
          >
            <Icon of={Plus} size={14} />
            {t("prediction.addRelated")}
          </button>
        )}
        {companies[0] !== undefined && (
          <button
            type="button"
            className="button"
            onClick={() =>
              set([
                ...features,
                { kind: "signal", of: companies[0] ?? "", signal: "tender", days: 60 },
              ])
            }
          >
            <Icon of={Plus} size={14} />
            {t("prediction.addSignal")}
          </button>
        )}
      </div>
    </fieldset>
  );
}
