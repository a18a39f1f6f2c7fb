import type { HeatMap, HeatMapQuery, TouchpointKind } from "@causeway/platform-contract";
import { formatDay } from "../format/dates.ts";
import type { useTexts } from "../texts/text.ts";

type Texts = ReturnType<typeof useTexts>;

/** The words of a row or column of a heat map: a kind, a stage, an hour, a day of the week, a week. */
export function heatWords(
  { t, label, locale }: Texts,
  { stages }: Pick<HeatMap, "stages">,
): (axis: HeatMapQuery["rows"] | HeatMapQuery["columns"], name: string) => string {
  const byName = new Map(stages.map((stage) => [stage.name, stage.label]));
  return (axis, name) => {
    if (axis === "kind") return t(`twin.${name as TouchpointKind}`);
    if (axis === "weekday") return t(`heatMap.day${name as "1"}`);
    if (axis === "week") return formatDay(new Date(`${name}T00:00`), locale, new Date());
    if (axis === "hour") return `${name}:00`;
    const stage = axis === "stage" ? byName.get(name) : undefined;
    return stage ? label(stage) : name;
  };
}
