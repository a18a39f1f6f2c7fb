/** Words (not column names) by which people speak of what is known only once the outcome is. */
const words = [
  ..."after afterwards closed close closing final finally outcome result resulting won win lost loss losing".split(
    " ",
  ),
  ..."reason actual actually ended cancelled canceled cancellation terminated termination resolved resolution".split(
    " ",
  ),
  ..."completed completion converted conversion churned exit left refund refunded defaulted settlement".split(
    " ",
  ),
  ..."之后 关闭 结束 最终 结果 赢单 输单 丢单 原因 实际 终止 解约 取消 成交 流失 退款 完成".split(
    " ",
  ),
];

/**
 * The word in a column's name (or description) that speaks of afterwards, or that it shares with the target's name;
 * undefined where there is none. Names are cut at capitals, digits and punctuation.
 */
export function afterwardsWord(name: string, target: string): string | undefined {
  const parts = wordsOf(name);
  const chinese = words.find((word) => /\p{Script=Han}/u.test(word) && name.includes(word));
  if (chinese !== undefined) return chinese;
  const spoken = new Set([...words, ...wordsOf(target).filter((word) => word.length > 2)]);
  return parts.find((part) => spoken.has(part));
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 0);
}
