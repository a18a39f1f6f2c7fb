import { randomUUID } from "node:crypto";
import { saveWeightRule } from "@causeway/module-twin";
import { type Locale, weightRuleInputSchema } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** A condition on touchpoints as it is kept. */
const where = (field: string, operator: string, value: string) => ({
  kind: "comparison",
  field,
  operator,
  operands: [{ kind: "constant", value }],
});

interface DemoRule {
  readonly tag: Readonly<Record<Locale, string>>;
  readonly name: Readonly<Record<Locale, string>>;
  readonly of: ReturnType<typeof where>;
  readonly times: number;
  readonly without: ReturnType<typeof where> | null;
  readonly withinDays: number;
  readonly delta: number;
  readonly halfLifeDays: number;
  readonly threshold: number;
}

const rules: readonly DemoRule[] = [
  {
    tag: { zh: "合规敏感度", en: "Compliance sensitivity" },
    name: {
      zh: "反复看 CE 认证页，没有下载资料",
      en: "CE certification seen again and again, nothing downloaded",
    },
    of: where("topic", "equals", "certification"),
    times: 2,
    without: where("name", "equalsIgnoringCase", "Document Downloaded"),
    withinDays: 14,
    delta: 0.2,
    halfLifeDays: 30,
    threshold: 0.2,
  },
  {
    tag: { zh: "价格意向", en: "Interest in prices" },
    name: { zh: "一周内三次看价格页", en: "Prices seen three times in a week" },
    of: where("topic", "equals", "pricing"),
    times: 3,
    without: null,
    withinDays: 7,
    delta: 0.3,
    halfLifeDays: 14,
    threshold: 0.3,
  },
];

/** The demo company's rules of live weights, for its own people to change. */
export async function makeDemoWeights(
  trx: WorkspaceTransaction,
  locale: Locale,
  now: Date,
): Promise<void> {
  for (const { tag, name, of, times, without, withinDays, ...rest } of rules) {
    const rule = weightRuleInputSchema.parse({
      tag: tag[locale],
      name: name[locale],
      sequence: { steps: [{ of, times }], without, withinDays },
      ...rest,
    });
    await saveWeightRule(trx, { id: randomUUID(), rule, userId: "demo", now, locale });
  }
}
