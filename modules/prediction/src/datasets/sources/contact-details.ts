import type { Label } from "@causeway/platform-contract";
import { type FeatureSource, type SourceContext, showLevel } from "../feature.ts";

const freeMail =
  /@(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|qq|foxmail|163|126|139|sina|sohu|aliyun|proton(mail)?)\./i;

const mailWords: Readonly<Record<string, Label>> = {
  none: { zh: "未留邮箱", en: "none given" },
  private: { zh: "个人邮箱", en: "private address" },
  company: { zh: "企业邮箱", en: "company address" },
};
const givenWords: Readonly<Record<string, Label>> = {
  missing: { zh: "未留", en: "not given" },
  given: { zh: "已留", en: "given" },
};

/** Kind of mail address, and whether a phone number is given. */
export function contactDetailsSource(_: unknown, { object }: SourceContext): FeatureSource {
  const feature = (name: string, label: Label, words: Readonly<Record<string, Label>>) => ({
    name: `${object.name}:${name}`,
    kind: "categorical" as const,
    group: `${object.name}:${name}`,
    label,
    show: showLevel(words),
  });
  return {
    features: [
      feature("mail", { zh: "邮箱类型", en: "Kind of e-mail address" }, mailWords),
      feature("phone", { zh: "电话", en: "Phone number" }, givenWords),
    ],
    async read(_, cases) {
      return cases.map(({ values: { email, phone } }) => [
        mailKind(email),
        isBlank(phone) ? "missing" : "given",
      ]);
    },
  };
}

function mailKind(email: unknown): string {
  if (isBlank(email)) return "none";
  return freeMail.test(String(email)) ? "private" : "company";
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || String(value).trim() === "";
}
