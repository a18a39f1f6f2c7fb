import { describeFinding, type Leak, type Suspect } from "@causeway/engine-learning";
import type { Label } from "@causeway/platform-contract";

const percent = (share: number) => `${(100 * share).toFixed(0)}%`;

type Reason = Leak["reason"] | Suspect["reason"];

/** Why a column is a leak or a suspect; `show` has the words that people know for a value. */
export function findingWords(reason: Reason, show?: (value: string) => Label): Label {
  if (reason.code !== "certain-value" || show === undefined) {
    return { zh: inChinese(reason), en: describeFinding(reason) };
  }
  const value = show(reason.value);
  return {
    zh: inChinese({ ...reason, value: value.zh }),
    en: describeFinding({ ...reason, value: value.en }),
  };
}

function inChinese(reason: Reason): string {
  switch (reason.code) {
    case "known-later":
      return `${percent(reason.share)} 的值在预测时刻之后才得知`;
    case "deterministic":
      return `仅凭它的值就能无误地得出全部 ${reason.rows} 行的结果`;
    case "deterministic-missingness":
      return `仅凭它是否填写就能无误地得出全部 ${reason.rows} 行的结果`;
    case "identifier":
      return `像是编号：${percent(reason.distinctShare)} 的值各不相同`;
    case "far-stronger":
      return `它单独能解释结果的 ${percent(reason.alone)}，其余全部合起来 ${percent(reason.others)}：可能是事后才知道的`;
    case "telling-missingness":
      return `是否填写透露了结果：已填时比率 ${percent(reason.filled)}，未填时 ${percent(reason.missing)}`;
    case "gives-away-together":
      return `与 ${reason.columns.join("、")} 一起几乎无误地给出没见过的结果：其中一个可能由其余算出`;
    case "tells-in-span":
      return `按时间顺序在 ${percent(reason.from)} 到 ${percent(reason.to)} 的行中，它能解释结果的 ${percent(reason.inside)}，其余时段只有 ${percent(reason.elsewhere)}：那段时间可能是事后补填的`;
    case "follows-outcome":
      return `它只通过结果与其余各列相关（全部行中为随机波动的 ${reason.tied.toFixed(1)} 倍标准差，结果相同的行中只有 ${reason.within.toFixed(1)} 倍）：可能是事后写入的`;
    case "certain-value":
      return `值为“${reason.value}”的 ${reason.rows} 行结果完全相同`;
    case "speaks-of-afterwards":
      return `名称像是事后才有的（“${reason.word}”），且与结果相关`;
  }
}
