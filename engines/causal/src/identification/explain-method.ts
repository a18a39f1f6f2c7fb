import type { Method } from "./identify.ts";

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** How an effect was identified, in one sentence for people who do not read formulas. */
export function explainMethod(
  method: Method,
  names: {
    readonly treatment: string;
    readonly outcome: string;
    readonly through: readonly string[];
  },
): Words {
  const { treatment, outcome, through } = names;
  const zhList = through.join("、");
  const enList = through.join(", ");
  switch (method) {
    case "no-effect":
      return {
        zh: `图中“${treatment}”没有通向“${outcome}”的因果路径：改变它不会改变结果。`,
        en: `No causal path leads from ${treatment} to ${outcome}: changing it changes nothing.`,
      };
    case "back-door":
      return through.length === 0
        ? {
            zh: `没有别的因素同时影响两者：直接比较不同“${treatment}”的客户即可。`,
            en: `Nothing else drives both: compare cases that differ in ${treatment}.`,
          }
        : {
            zh: `在“${zhList}”相同的客户之间比较不同“${treatment}”，再按其分布平均。`,
            en: `Compare cases that differ in ${treatment} but agree in ${enList}, then average over how common these are.`,
          };
    case "front-door":
      return {
        zh: `作用全部经过“${zhList}”：先算“${treatment}”对它的作用，再算它对“${outcome}”的作用，然后合起来。`,
        en: `The whole effect runs through ${enList}: take the effect of ${treatment} on it, its effect on ${outcome}, and combine them.`,
      };
    case "id":
      return {
        zh: "单一的比较不够，但按公式把几个观察到的比例组合起来就能算出。",
        en: "No single comparison is enough, but the formula combines observed shares into the answer.",
      };
  }
}
