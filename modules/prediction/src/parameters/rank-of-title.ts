/** Ranks that a job title can tell. */
export type TitleRank = "executive" | "manager" | "specialist";

const words: readonly (readonly [TitleRank, RegExp])[] = [
  // “总监” and “总经理” are executives, “经理” alone is not; an assistant of either is neither.
  ["specialist", /助理|assistant|秘书|实习|intern\b/i],
  [
    "executive",
    /总裁|总经理|董事|总监|厂长|院长|首席|创始|合伙人|\bc[eotfm]o\b|chief|president|director|owner|founder|\bvp\b|general manager|head of/i,
  ],
  ["manager", /经理|主管|主任|部长|科长|manager|supervisor|lead\b|team leader/i],
  [
    "specialist",
    /工程师|专员|技术员|采购|销售|engineer|specialist|technician|buyer|analyst|operator/i,
  ],
];

/** The rank that a title stands for, in Chinese or English; undefined where it does not tell. */
export function rankOfTitle(title: string | null): TitleRank | undefined {
  if (title === null) return undefined;
  return words.find(([, pattern]) => pattern.test(title))?.[0];
}
