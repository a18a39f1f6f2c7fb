import { type Issue, issueAt } from "@causeway/kernel";
import type { FeatureSpec, Label } from "@causeway/platform-contract";
import { fieldOf, type ObjectDefinition, objectAt, type Schema } from "../schema.ts";

/** What a feature must fit to. */
export interface SpecContext {
  readonly schema: Schema;
  readonly object: ObjectDefinition;
  readonly predictions: ReadonlyMap<string, Label>;
}

/** Why a feature does not fit; `path` is where it stands in the definition. */
export function specIssues(
  spec: FeatureSpec,
  path: string,
  context: SpecContext,
): readonly Issue[] {
  const { schema, object, predictions } = context;
  if ("of" in spec && objectAt(schema, object, spec.of) === undefined) {
    return [
      issueAt(`${path}.of`, { zh: `“${spec.of}”不通向任何对象`, en: `"${spec.of}" leads nowhere` }),
    ];
  }
  switch (spec.kind) {
    case "field-history":
      return fieldOf(object, spec.field) === undefined
        ? [
            issueAt(`${path}.field`, {
              zh: `没有字段“${spec.field}”`,
              en: `there is no field "${spec.field}"`,
            }),
          ]
        : [];
    case "prediction":
      return predictions.has(spec.prediction)
        ? []
        : [
            issueAt(`${path}.prediction`, {
              zh: `没有预测“${spec.prediction}”`,
              en: `there is no prediction "${spec.prediction}"`,
            }),
          ];
    case "behaviour":
      return windowIssues(spec, path);
    case "related":
      return relatedIssues(spec, path, context);
    default:
      return [];
  }
}

const addsUp = (measure: string) => measure === "sum" || measure === "mean";

function windowIssues(
  { days, untilDays, measure, fact }: Extract<FeatureSpec, { kind: "behaviour" }>,
  path: string,
): readonly Issue[] {
  if (untilDays >= days) {
    return [
      issueAt(`${path}.untilDays`, {
        zh: "应在时间窗的开始之后",
        en: "must lie after the beginning of the window",
      }),
    ];
  }
  return addsUp(measure) && !fact
    ? [issueAt(`${path}.fact`, { zh: "请说明要合计什么", en: "says what is added up" })]
    : [];
}

function relatedIssues(
  { of, object: name, through, measure, field }: Extract<FeatureSpec, { kind: "related" }>,
  path: string,
  { schema, object }: SpecContext,
): readonly Issue[] {
  const other = schema.objects.find((each) => each.name === name);
  const wanted = objectAt(schema, object, of)?.name;
  if (other === undefined || fieldOf(other, through)?.target !== wanted) {
    return [
      issueAt(`${path}.through`, { zh: "不指向这条记录", en: "does not point to this record" }),
    ];
  }
  const isNumber = ["number", "currency"].includes(fieldOf(other, field ?? "")?.type ?? "");
  return addsUp(measure) && !isNumber
    ? [
        issueAt(`${path}.field`, {
          zh: "不是关联记录的数字字段",
          en: "is no number of the related record",
        }),
      ]
    : [];
}
