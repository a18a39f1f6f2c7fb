import type { FeatureSpec, PredictionSummary } from "@causeway/platform-contract";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../parts/icon.tsx";
import { fieldNamed, objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { kindIcons } from "../twin/kinds.ts";
import { behaviourPaths, pathsOf, sameSpec, toggled } from "./definition-form.ts";
import type { SectionProps } from "./outcome-section.tsx";
import { pageTopicNames } from "./touchpoint-words.ts";

type Window = Extract<FeatureSpec, { kind: "behaviour" }>;
type SignalSpec = Extract<FeatureSpec, { kind: "signal" }>;

const signals = ["tender", "equity-change", "job-posting", "logistics-status"] as const;
const measures = ["count", "active-days", "days-since"] as const;

function Choice({
  checked,
  onChange,
  children,
}: {
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <label className="feature-row">
      <input
        type="checkbox"
        className="check"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}

function DaysField({
  days,
  onChange,
}: {
  readonly days: number;
  readonly onChange: (days: number) => void;
}) {
  const { t } = useTexts();
  return (
    <>
      <input
        className="input"
        type="number"
        aria-label={t("prediction.days")}
        min={1}
        max={1095}
        value={days}
        onChange={({ target }) => {
          const next = Math.round(Number(target.value));
          if (next >= 1 && next <= 1095) onChange(next);
        }}
      />
      {t("prediction.daysUnit")}
    </>
  );
}

/** What counts, in words, for the reasons that people will read. */
function useWindowLabel() {
  const { t } = useTexts();
  return (spec: Window): Window => {
    const { kind, topic } = spec.touchpoint;
    const what = (language: "zh" | "en") =>
      topic !== null
        ? (pageTopicNames[topic]?.[language] ?? topic)
        : kind !== null
          ? t(`twin.${kind as "web"}`, { lng: language })
          : t("prediction.anyTouchpoint", { lng: language });
    const how = (language: "zh" | "en") =>
      t(`prediction.measured_${spec.measure as "count"}`, {
        lng: language,
        what: what(language),
        days: spec.days,
      });
    return { ...spec, label: { zh: how("zh"), en: how("en") } };
  };
}

function WindowRow({
  spec,
  paths,
  pathWords,
  onChange,
  onRemove,
}: {
  readonly spec: Window;
  readonly paths: readonly string[];
  readonly pathWords: (of: string) => string;
  readonly onChange: (spec: Window) => void;
  readonly onRemove: () => void;
}) {
  const { t, locale } = useTexts();
  const labelled = useWindowLabel();
  const set = (change: Partial<Window>) => onChange(labelled({ ...spec, ...change }));
  const { kind, topic } = spec.touchpoint;
  const chosen = topic !== null ? `topic ${topic}` : kind !== null ? `kind ${kind}` : "";
  return (
    <div className="feature-row">
      <select
        className="input"
        aria-label={t("prediction.of")}
        value={spec.of}
        onChange={(event) => set({ of: event.target.value })}
      >
        {paths.map((of) => (
          <option key={of} value={of}>
            {pathWords(of)}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label={t("prediction.touchpoint")}
        value={chosen}
        onChange={(event) => {
          const [type = "", name = ""] = event.target.value.split(" ");
          set({
            touchpoint: {
              event: null,
              kind: type === "kind" ? name : null,
              topic: type === "topic" ? name : null,
            },
          });
        }}
      >
        <option value="">{t("prediction.anyTouchpoint")}</option>
        {Object.entries(pageTopicNames).map(([name, words]) => (
          <option key={name} value={`topic ${name}`}>
            {words[locale]}
          </option>
        ))}
        {Object.keys(kindIcons).map((name) => (
          <option key={name} value={`kind ${name}`}>
            {t(`twin.${name as "web"}`)}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label={t("prediction.measure")}
        value={spec.measure}
        onChange={(event) => set({ measure: event.target.value as Window["measure"] })}
      >
        {measures.map((measure) => (
          <option key={measure} value={measure}>
            {t(`prediction.measure_${measure}`)}
          </option>
        ))}
      </select>
      <DaysField days={spec.days} onChange={(days) => set({ days })} />
      <RemoveButton onRemove={onRemove} />
    </div>
  );
}

function RemoveButton({ onRemove }: { readonly onRemove: () => void }) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={t("prediction.removeFeature")}
      onClick={onRemove}
    >
      <Icon of={X} size={14} />
    </button>
  );
}

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
  const others = predictions.filter(
    ({ name, object: about }) => name !== definition.name && about === object.name,
  );
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
      {others.map((other) =>
        choice(
          { kind: "prediction", of: "", prediction: other.name },
          t("prediction.predictionOf", { name: label(other.label) }),
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
            <div key={key} className="feature-row">
              {label(spec.label)}
              <RemoveButton onRemove={() => replace(place, null)} />
            </div>
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
                  label: { zh: "", en: "" },
                }),
              ])
            }
          >
            <Icon of={Plus} size={14} />
            {t("prediction.addWindow")}
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

function SignalRow({
  spec,
  companies,
  pathWords,
  onChange,
  onRemove,
}: {
  readonly spec: SignalSpec;
  readonly companies: readonly string[];
  readonly pathWords: (of: string) => string;
  readonly onChange: (spec: SignalSpec) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTexts();
  return (
    <div className="feature-row">
      <select
        className="input"
        aria-label={t("prediction.of")}
        value={spec.of}
        onChange={(event) => onChange({ ...spec, of: event.target.value })}
      >
        {companies.map((of) => (
          <option key={of} value={of}>
            {pathWords(of)}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label={t("prediction.signal")}
        value={spec.signal}
        onChange={(event) => onChange({ ...spec, signal: event.target.value })}
      >
        {[...new Set([...signals, spec.signal])].map((name) => (
          <option key={name} value={name}>
            {signals.some((known) => known === name)
              ? t(`prediction.signal_${name as "tender"}`)
              : name}
          </option>
        ))}
      </select>
      <DaysField days={spec.days} onChange={(days) => onChange({ ...spec, days })} />
      <RemoveButton onRemove={onRemove} />
    </div>
  );
}
