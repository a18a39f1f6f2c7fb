import { type FeatureSource, type SourceContext, showNumber } from "../feature.ts";
import { dayMs } from "../moments.ts";

/** How long the record has existed. */
export function ageSource(_: unknown, { object }: SourceContext): FeatureSource {
  const name = `${object.name}:age_days`;
  return {
    features: [
      {
        name,
        kind: "numeric",
        group: name,
        label: {
          zh: `${object.label.zh}存在天数`,
          en: `days since the ${object.label.en.toLowerCase()} came in`,
        },
        show: showNumber,
      },
    ],
    async read(_, cases) {
      return cases.map(({ at, past }) => [Math.max(0, (at.getTime() - past.createdMs) / dayMs)]);
    },
  };
}
