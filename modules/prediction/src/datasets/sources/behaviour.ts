import {
  type BehaviourFeature,
  behaviourFeatureDefinitions,
  behaviourFeaturesOfRecords,
  behaviourWindow,
} from "@causeway/module-twin";
import type { FeatureSpec } from "@causeway/platform-contract";
import { pathLabel } from "../../schema.ts";
import { type Feature, type FeatureSource, type SourceContext, showNumber } from "../feature.ts";

/** Objects whose records are people or companies with touchpoints. */
const seen: ReadonlySet<string> = new Set(["account", "contact", "lead"]);

/** The usual set of counts of touchpoints. */
export function behaviourSetSource(
  { of }: Extract<FeatureSpec, { kind: "behaviour-set" }>,
  context: SourceContext,
): FeatureSource {
  return sourceOf(of, behaviourFeatureDefinitions, context);
}

/** One number of the touchpoints of some days. */
export function behaviourSource(
  {
    of,
    touchpoint,
    measure,
    fact,
    days,
    untilDays,
    label,
  }: Extract<FeatureSpec, { kind: "behaviour" }>,
  context: SourceContext,
): FeatureSource {
  return sourceOf(
    of,
    [behaviourWindow({ ...touchpoint, measure, fact, days, untilDays, label })],
    context,
  );
}

function sourceOf(
  of: string,
  definitions: readonly BehaviourFeature[],
  context: SourceContext,
): FeatureSource {
  const prefix = of === "" ? "behaviour:" : `behaviour:${of}.`;
  const path = pathLabel(context.object, of);
  return {
    features: definitions.map(
      ({ name, label }): Feature => ({
        name: `${prefix}${name}`,
        kind: "numeric",
        group: `${prefix}${name.replace(/_\d+d$/, "")}`,
        label: { zh: `${path.zh}${label.zh}`, en: `${path.en}${label.en}` },
        show: showNumber,
      }),
    ),
    async read(trx, cases) {
      const moments = cases.map((each) => {
        const subject = each.subject(of);
        return subject !== null && seen.has(subject.object)
          ? { object: subject.object, id: subject.id, asOf: each.at }
          : undefined;
      });
      const read = await behaviourFeaturesOfRecords(
        trx,
        moments.filter((moment) => moment !== undefined),
        definitions,
      );
      let place = 0;
      return moments.map((moment) => {
        const numbers = moment === undefined ? undefined : read[place++];
        return definitions.map(({ name }) => numbers?.[name] ?? null);
      });
    },
  };
}
