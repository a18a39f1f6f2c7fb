import { countSignals } from "@causeway/module-signals";
import { counted, type FeatureSpec, type Label } from "@causeway/platform-contract";
import { pathLabel } from "../../schema.ts";
import { type FeatureSource, type SourceContext, showNumber } from "../feature.ts";

const words: Readonly<Record<string, Label>> = {
  tender: { zh: "招标", en: "Tenders" },
  "equity-change": { zh: "股权变更", en: "Changes of shareholders" },
  "logistics-status": { zh: "物流异常", en: "Shipment reports" },
  "job-posting": { zh: "招聘", en: "Job postings" },
};

/** How many publications of a kind about the company were known. */
export function signalSource(
  { of, signal, days }: Extract<FeatureSpec, { kind: "signal" }>,
  context: SourceContext,
): FeatureSource {
  const name = `signal:${of}:${signal}_${days}d`;
  const word = words[signal] ?? { zh: signal, en: signal };
  const path = pathLabel(context.object, of);
  return {
    features: [
      {
        name,
        kind: "numeric",
        group: `signal:${of}:${signal}`,
        label: {
          zh: `${path.zh}近 ${days} 天${word.zh}`,
          en: `${path.en}${word.en}, last ${counted(days, "day")}`,
        },
        show: showNumber,
      },
    ],
    async read(trx, cases) {
      const subjects = cases.map((each) => each.subject(of));
      const counts = await countSignals(trx, {
        kind: signal,
        days,
        companies: subjects.map((subject, place) => ({
          name: textOf(subject?.values["name"]),
          creditCode: textOf(subject?.values["credit_code"]),
          asOf: cases[place]?.at ?? new Date(0),
        })),
      });
      return subjects.map((subject, place) => [subject === null ? null : (counts[place] ?? 0)]);
    },
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
