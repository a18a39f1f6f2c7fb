import type { FeatureSpec } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";
import { kindIcons } from "../twin/kinds.ts";
import { DaysField, NamedSelect, RemoveButton } from "./feature-parts.tsx";
import { pageTopicNames } from "./touchpoint-words.ts";

export type WindowSpec = Extract<FeatureSpec, { kind: "behaviour" }>;

const measures = ["count", "active-days", "days-since", "sum", "mean"] as const;
const readsFact = (measure: WindowSpec["measure"]) => measure === "sum" || measure === "mean";

/** What counts, in words, for the reasons that people will read. */
export function useWindowLabel() {
  const { t } = useTexts();
  return (spec: WindowSpec): WindowSpec => {
    const { kind, topic, event } = spec.touchpoint;
    const what = (language: "zh" | "en") => {
      if (event !== null) return event;
      if (topic !== null) return pageTopicNames[topic]?.[language] ?? topic;
      return kind !== null
        ? t(`twin.${kind as "web"}`, { lng: language })
        : t("prediction.anyTouchpoint", { lng: language });
    };
    const how = (language: "zh" | "en") => {
      const { measure, days, untilDays } = spec;
      const span =
        untilDays === 0
          ? t("prediction.spanLast", { lng: language, count: days })
          : t("prediction.spanBetween", { lng: language, days, untilDays });
      return t(`prediction.measured_${measure as "count"}`, {
        lng: language,
        what: what(language),
        fact: spec.fact ?? "",
        span,
      });
    };
    return { ...spec, label: { zh: how("zh"), en: how("en") } };
  };
}

interface WindowRowProps {
  readonly spec: WindowSpec;
  readonly paths: readonly string[];
  readonly pathWords: (of: string) => string;
  readonly onChange: (spec: WindowSpec) => void;
  readonly onRemove: () => void;
}

/** One number of the touchpoints between two days before the moment. */
export function WindowRow({ spec, paths, pathWords, onChange, onRemove }: WindowRowProps) {
  const { t, locale } = useTexts();
  const labelled = useWindowLabel();
  const set = (change: Partial<WindowSpec>) => onChange(labelled({ ...spec, ...change }));
  const { kind, topic, event } = spec.touchpoint;
  const chosen =
    event !== null
      ? "event"
      : topic !== null
        ? `topic ${topic}`
        : kind !== null
          ? `kind ${kind}`
          : "";
  const options = [
    { value: "", text: t("prediction.anyTouchpoint") },
    ...Object.entries(pageTopicNames).map(([name, words]) => ({
      value: `topic ${name}`,
      text: words[locale],
    })),
    ...Object.keys(kindIcons).map((name) => ({
      value: `kind ${name}`,
      text: t(`twin.${name as "web"}`),
    })),
    { value: "event", text: t("prediction.namedEvent") },
  ];
  const choose = (value: string) => {
    const [type = "", name = ""] = value.split(" ");
    set({
      touchpoint: {
        event: type === "event" ? "" : null,
        kind: type === "kind" ? name : null,
        topic: type === "topic" ? name : null,
      },
    });
  };
  return (
    <div className="feature-row">
      <NamedSelect
        label={t("prediction.of")}
        value={spec.of}
        options={paths.map((of) => ({ value: of, text: pathWords(of) }))}
        onChange={(of) => set({ of })}
      />
      <NamedSelect
        label={t("prediction.touchpoint")}
        value={chosen}
        options={options}
        onChange={choose}
      />
      {event !== null && (
        <input
          className="input"
          aria-label={t("prediction.eventName")}
          placeholder={t("prediction.eventName")}
          maxLength={120}
          value={event}
          onChange={({ target }) =>
            set({ touchpoint: { kind: null, topic: null, event: target.value } })
          }
        />
      )}
      <NamedSelect
        label={t("prediction.measure")}
        value={spec.measure}
        options={measures.map((measure) => ({
          value: measure,
          text: t(`prediction.measure_${measure}`),
        }))}
        onChange={(value) => {
          const measure = value as WindowSpec["measure"];
          set({ measure, fact: readsFact(measure) ? (spec.fact ?? "") : null });
        }}
      />
      {readsFact(spec.measure) && (
        <input
          className="input"
          aria-label={t("prediction.fact")}
          placeholder={t("prediction.fact")}
          maxLength={60}
          value={spec.fact ?? ""}
          onChange={({ target }) => set({ fact: target.value })}
        />
      )}
      {t("prediction.fromDays")}
      <DaysField
        label={t("prediction.fromDaysBefore")}
        days={spec.days}
        least={spec.untilDays + 1}
        onChange={(days) => set({ days })}
      />
      {t("prediction.untilDays")}
      <DaysField
        label={t("prediction.untilDaysBefore")}
        days={spec.untilDays}
        least={0}
        most={spec.days - 1}
        onChange={(untilDays) => set({ untilDays })}
      />
      {t("prediction.daysBefore")}
      <RemoveButton onRemove={onRemove} />
    </div>
  );
}
