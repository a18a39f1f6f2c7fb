import type { Label, Locale } from "./locale.ts";

/** What schemas say in words of their own; the library's messages have both languages already. */
const labels = {
  apiName: {
    zh: "小写字母、数字和 _，最多 48 个字符",
    en: "lower-case letters, digits and _, at most 48",
  },
  character: { zh: "含有无法保存的字符", en: "contains a character that cannot be stored" },
  company: { zh: "需要名称或统一社会信用代码", en: "needs a name or a credit code" },
  evidence: { zh: "用来比较的字段不在证据之中", en: "compares by a field that is no evidence" },
  filter: { zh: "应为 JSON 写成的条件", en: "must be a condition as JSON" },
  review: { zh: "复核的把握不能高于合并的把握", en: "review begins below merging" },
  zone: { zh: "不是时区名称", en: "not a time zone" },
} as const satisfies Record<string, Label>;

/** A schema's own message; `schemaMessageIn` gives it to readers of Chinese. */
export function schemaMessage(name: keyof typeof labels): string {
  return labels[name].en;
}

const chinese = new Map<string, string>(Object.values(labels).map(({ zh, en }) => [en, zh]));

/** A message of a schema in the reader's language; the library's own stay as they are. */
export function schemaMessageIn(message: string, locale: Locale): string {
  return locale === "zh" ? (chinese.get(message) ?? message) : message;
}
