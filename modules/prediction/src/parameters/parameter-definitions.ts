import type { Label, Parameter } from "@causeway/platform-contract";

export type ParameterDefinition = Omit<Parameter, "value">;

export const parameterGroups: readonly { readonly name: string; readonly label: Label }[] = [
  { name: "grades", label: { zh: "线索等级的界线", en: "Where lead grades begin" } },
  { name: "rank", label: { zh: "决策人职级的权重", en: "Weight of a decision maker's rank" } },
  { name: "competitor", label: { zh: "竞品替换窗口", en: "Competitor replacement window" } },
  { name: "forecast", label: { zh: "业绩预测口径", en: "What counts in a forecast" } },
];

type Times = Pick<ParameterDefinition, "name" | "group" | "label" | "hint" | "standard">;

/** A factor of the odds, between a quarter and four times unless said otherwise. */
function times(definition: Times, low = 0.25, high = 4): ParameterDefinition {
  return { ...definition, unit: "times", low, high, step: 0.05 };
}

const odds: Label = {
  zh: "相对平均赢单几率的倍数",
  en: "Times the usual odds of a win",
};
const rankHint: Label = {
  zh: "评级时把这类联系人的几率乘以此数；1 为不变",
  en: "Multiplies the odds of these contacts when grading; 1 leaves them",
};

function rank(name: string, zh: string, en: string): ParameterDefinition {
  return times({
    name: `rank_${name}`,
    group: "rank",
    label: { zh, en },
    hint: rankHint,
    standard: 1,
  });
}

function share(name: string, label: Label, hint: Label, standard: number): ParameterDefinition {
  const bounds = { low: 0.05, high: 0.99, step: 0.01 };
  return { name, group: "forecast", label, hint, unit: "share", ...bounds, standard };
}

/** Every business parameter, with its bounds; a number here is never code. */
export const parameterDefinitions: readonly ParameterDefinition[] = [
  times(
    {
      name: "grade_a",
      group: "grades",
      label: { zh: "A 级起点", en: "A from" },
      hint: odds,
      standard: 3,
    },
    1,
    20,
  ),
  times(
    {
      name: "grade_b",
      group: "grades",
      label: { zh: "B 级起点", en: "B from" },
      hint: odds,
      standard: 1.25,
    },
    0.2,
    10,
  ),
  times(
    {
      name: "grade_c",
      group: "grades",
      label: { zh: "C 级起点", en: "C from" },
      hint: odds,
      standard: 0.5,
    },
    0.05,
    5,
  ),
  rank("executive", "高管", "Executives"),
  rank("manager", "经理", "Managers"),
  rank("specialist", "专员与工程师", "Specialists and engineers"),
  {
    name: "competitor_days",
    group: "competitor",
    label: { zh: "窗口长度", en: "Length of the window" },
    hint: {
      zh: "最近一次看竞品对比后，多少天内算正在替换",
      en: "Days after the last look at a comparison in which a customer counts as replacing",
    },
    unit: "days",
    low: 3,
    high: 180,
    step: 1,
    standard: 30,
  },
  times({
    name: "competitor_weight",
    group: "competitor",
    label: { zh: "窗口内的权重", en: "Weight inside the window" },
    hint: {
      zh: "评级时把窗口内客户的几率乘以此数；1 为不变",
      en: "Multiplies the odds inside the window when grading; 1 leaves them",
    },
    standard: 1,
  }),
  share(
    "forecast_commit",
    { zh: "计入承诺的赢率", en: "Win probability for commit" },
    { zh: "赢率不低于此的商机计入承诺", en: "Deals at least so likely count for commit" },
    0.7,
  ),
  share(
    "forecast_best",
    { zh: "计入最好情况的赢率", en: "Win probability for the best case" },
    {
      zh: "赢率不低于此的商机计入最好情况",
      en: "Deals at least so likely count for the best case",
    },
    0.4,
  ),
];

export type ParameterValues = Readonly<Record<string, number>>;

export const standardValues: ParameterValues = Object.fromEntries(
  parameterDefinitions.map(({ name, standard }) => [name, standard]),
);
