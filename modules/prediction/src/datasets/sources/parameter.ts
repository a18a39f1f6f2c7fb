import { behaviourFeaturesOfRecords, behaviourWindow } from "@causeway/module-twin";
import { counted, type FeatureSpec, type Label } from "@causeway/platform-contract";
import type { ParameterValues } from "../../parameters/parameter-definitions.ts";
import { rankOfTitle, type TitleRank } from "../../parameters/rank-of-title.ts";
import { pathLabel } from "../../schema.ts";
import type { Cell, FeatureSource, SourceContext, Subject } from "../feature.ts";

type Spec = Extract<FeatureSpec, { kind: "parameter" }>;

/** What a business parameter makes of the record. */
export function parameterSource(spec: Spec, context: SourceContext): FeatureSource {
  return spec.parameter === "rank" ? rankSource(spec, context) : windowSource(spec, context);
}

const ranks: readonly TitleRank[] = ["specialist", "manager", "executive"];
const rankWords: Readonly<Record<TitleRank, Label>> = {
  specialist: { zh: "专员与工程师", en: "specialist or engineer" },
  manager: { zh: "经理", en: "manager" },
  executive: { zh: "高管", en: "executive" },
};
const unknown: Label = { zh: "未知", en: "unknown" };

/**
 * The rank of the title, 1 to 3. Where the business weighs ranks in order, the model may not say the opposite: the weights
 * are a monotone constraint of its training.
 */
function rankSource({ of }: Spec, { object, parameters }: SourceContext): FeatureSource {
  const path = pathLabel(object, of);
  const name = `parameter:${of}:rank`;
  const monotone = directionOf(parameters);
  return {
    features: [
      {
        name,
        kind: "numeric",
        group: name,
        label: { zh: `${path.zh}决策人职级`, en: `${path.en}rank of the decision maker` },
        show: (cell) =>
          typeof cell === "number" ? rankWords[ranks[cell - 1] ?? "specialist"] : unknown,
        ...(monotone !== undefined && { monotone }),
      },
    ],
    async read(_, cases) {
      return cases.map((each) => [rankOf(each.subject(of))]);
    },
  };
}

function rankOf(subject: Subject | null): Cell {
  const { rank, title } = subject?.values ?? {};
  const known = ranks.find((each) => each === rank);
  const found = known ?? (typeof title === "string" ? rankOfTitle(title) : undefined);
  return found === undefined ? null : ranks.indexOf(found) + 1;
}

/** Rising where a higher rank weighs no less and some rank weighs more; falling where it is the other way round. */
function directionOf(parameters: ParameterValues): 1 | -1 | undefined {
  const [low = 1, middle = 1, high = 1] = ranks.map((rank) => parameters[`rank_${rank}`] ?? 1);
  if (low === high) return undefined;
  if (low <= middle && middle <= high) return 1;
  return low >= middle && middle >= high ? -1 : undefined;
}

/** Whether a comparison was looked at within the days of the competitor replacement window. */
function windowSource({ of }: Spec, { object, parameters }: SourceContext): FeatureSource {
  const path = pathLabel(object, of);
  const name = `parameter:${of}:replacement-window`;
  const days = parameters["competitor_days"] ?? 30;
  const label: Label = {
    zh: `${path.zh}处于竞品替换窗口（${days} 天）`,
    en: `${path.en}inside the competitor replacement window (${counted(days, "day")})`,
  };
  const topic = { kind: null, topic: "comparison", event: null, fact: null, untilDays: 0 };
  const looks = behaviourWindow({ ...topic, measure: "count", days, label });
  return {
    features: [
      {
        name,
        kind: "numeric",
        group: name,
        label,
        show: (cell) => (cell === 1 ? { zh: "是", en: "yes" } : { zh: "否", en: "no" }),
      },
    ],
    async read(trx, cases) {
      const subjects = cases.map((each) => each.subject(of));
      const moments = subjects.flatMap((subject, place) =>
        subject === null
          ? []
          : [{ object: subject.object, id: subject.id, asOf: cases[place]?.at ?? new Date(0) }],
      );
      const read = await behaviourFeaturesOfRecords(trx, moments, [looks]);
      let place = 0;
      return subjects.map((subject) => {
        if (subject === null) return [null];
        return [(read[place++]?.[looks.name] ?? 0) > 0 ? 1 : 0];
      });
    },
  };
}
