import type { FeatureSpec } from "@causeway/platform-contract";
import { fieldOf } from "../../schema.ts";
import { type FeatureSource, type SourceContext, showNumber } from "../feature.ts";
import { dayMs } from "../moments.ts";

const hourMs = 3_600_000;

/** How long a field has had its value, how often it was changed before, and how soon for the first time. */
export function fieldHistorySource(
  { field }: Extract<FeatureSpec, { kind: "field-history" }>,
  { object }: SourceContext,
): FeatureSource {
  const label = fieldOf(object, field)?.label ?? { zh: field, en: field };
  return {
    features: [
      {
        name: `history:${field}:days`,
        kind: "numeric",
        group: `history:${field}`,
        label: { zh: `${label.zh}保持天数`, en: `Days in this ${label.en.toLowerCase()}` },
        show: showNumber,
      },
      {
        name: `history:${field}:changes`,
        kind: "numeric",
        group: `history:${field}`,
        label: { zh: `${label.zh}变更次数`, en: `Changes of ${label.en.toLowerCase()}` },
        show: showNumber,
      },
      {
        name: `history:${field}:first_hours`,
        kind: "numeric",
        group: `history:${field}:first`,
        label: {
          zh: `${label.zh}首次变更用时（小时）`,
          en: `Hours to the first change of ${label.en.toLowerCase()}`,
        },
        show: showNumber,
      },
    ],
    async read(_, cases) {
      return cases.map(({ at, past, isSnapshot }) => {
        if (isSnapshot) return [null, null, null];
        const atMs = at.getTime();
        const seen = past.changes.filter(
          ({ occurredMs, knownMs, fields }) =>
            occurredMs <= atMs && knownMs <= atMs && Object.hasOwn(fields, field),
        );
        const since = seen.at(-1)?.occurredMs ?? past.createdMs;
        const [first] = seen;
        return [
          Math.max(0, (atMs - since) / dayMs),
          seen.length,
          first === undefined ? null : Math.max(0, first.occurredMs - past.createdMs) / hourMs,
        ];
      });
    },
  };
}
