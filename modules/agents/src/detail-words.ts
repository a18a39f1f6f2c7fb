import { readKeptWords } from "@causeway/kernel";
import type { Label } from "@causeway/platform-contract";

/** Sentences of our own that are kept with runs and messages. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^The server stopped during the attempt$/, "服务器在发送途中停止"],
  [/^vetoed$/, "已被否决"],
  [/^Mail is not set up$/, "尚未设置邮件"],
  [/^The message is not a mail$/, "这条消息不是邮件"],
  [/^The recipient wants no mail of this purpose \((.*)\)$/, "收件人不接收此类用途的邮件（$1）"],
  [/^There is no channel "(.*)"$/, "没有渠道“$1”"],
  [
    /^Restored from a backup of (\S+); it may have been sent after that$/,
    "从 $1 的备份恢复；在那之后可能已经发出",
  ],
  [/^Its job is gone$/, "它的任务已不存在"],
];

/** What is kept of how a run or a message ended, for readers of either language; what a mail server said stays as it is. */
export function detailWords(detail: string): Label {
  const found = known.find(([pattern]) => pattern.test(detail));
  return found === undefined
    ? readKeptWords(detail)
    : { zh: detail.replace(found[0], found[1]), en: detail };
}
