import { type CompanyBeneath, companiesBeneath } from "@causeway/module-identity";
import { countSignals } from "@causeway/module-signals";
import { counted, type FeatureSpec, type Label } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { pathLabel } from "../../schema.ts";
import { type FeatureSource, type SourceContext, type Subject, showNumber } from "../feature.ts";

const words: Readonly<Record<string, Label>> = {
  tender: { zh: "招标", en: "Tenders" },
  "equity-change": { zh: "股权变更", en: "Changes of shareholders" },
  "logistics-status": { zh: "物流异常", en: "Shipment reports" },
  "job-posting": { zh: "招聘", en: "Job postings" },
};

/** How many publications of a kind about the company were known. */
export function signalSource(
  { of, signal, days, withBeneath = false }: Extract<FeatureSpec, { kind: "signal" }>,
  context: SourceContext,
): FeatureSource {
  const name = `signal:${of}:${signal}_${days}d${withBeneath ? "_group" : ""}`;
  const word = words[signal] ?? { zh: signal, en: signal };
  const path = pathLabel(context.object, of);
  return {
    features: [
      {
        name,
        kind: "numeric",
        group: `signal:${of}:${signal}`,
        label: {
          zh: `${path.zh}${withBeneath ? "及下属公司" : ""}近 ${days} 天${word.zh}`,
          en: `${path.en}${word.en}${withBeneath ? " with companies beneath" : ""}, last ${counted(days, "day")}`,
        },
        show: showNumber,
      },
    ],
    async read(trx, cases) {
      const subjects = cases.map((each) => each.subject(of));
      const moments = cases.map(({ at }) => at);
      const own = subjects.map((subject) => ({
        name: textOf(subject?.values["name"]),
        creditCode: textOf(subject?.values["credit_code"]),
      }));
      const beneath = withBeneath ? await beneathEach(trx, subjects, moments) : [];
      const asked = own.flatMap((company, place) =>
        [company, ...(beneath[place] ?? [])].map((each) => ({
          ...each,
          asOf: moments[place] ?? new Date(0),
          place,
        })),
      );
      const counts = await countSignals(trx, { kind: signal, days, companies: asked });
      const sums = subjects.map(() => 0);
      for (const [index, { place }] of asked.entries()) {
        sums[place] = (sums[place] ?? 0) + (counts[index] ?? 0);
      }
      return subjects.map((subject, place) => [subject === null ? null : (sums[place] ?? 0)]);
    },
  };
}

/** Companies that belonged to each subject at its moment. */
function beneathEach(
  trx: WorkspaceTransaction,
  subjects: readonly (Subject | null)[],
  moments: readonly Date[],
): Promise<readonly (readonly CompanyBeneath[])[]> {
  return companiesBeneath(
    trx,
    subjects.map((subject, place) => ({
      id: subject?.id ?? nobody,
      asOf: moments[place] ?? new Date(0),
    })),
  );
}

/** The id of no record. */
const nobody = "00000000-0000-0000-0000-000000000000";

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
