import { behaviourFeatureDefinitions } from "@causeway/module-twin";
import type { Field, FieldType, FieldValue, Label, Values } from "@causeway/platform-contract";
import { outcomeFields } from "./lead-outcome.ts";

/** What a prediction of a lead may rest on: one column of the data set. */
export interface LeadFeature {
  /** Column name, as models remember it. */
  readonly name: string;
  readonly kind: "numeric" | "categorical";
  /** Features of one group are one reason to a person. */
  readonly group: string;
  readonly label: Label;
  /** The cell of a lead at a moment. */
  readonly read: (facts: LeadFacts) => number | string | null;
  /** The cell as a person reads it. */
  readonly show: (cell: number | string | null) => Label;
}

/** A lead as it was known at a moment. */
export interface LeadFacts {
  readonly values: Values;
  readonly behaviour: Readonly<Record<string, number | null>>;
  readonly ageDays: number;
}

/** Every feature that the lead's fields and the behaviour behind it give. */
export function leadFeatures(fields: readonly Field[]): readonly LeadFeature[] {
  return [
    ...fields.flatMap(fieldFeature),
    ...contactFeatures,
    ...behaviourFeatureDefinitions.map(
      ({ name, label }): LeadFeature => ({
        name: `behaviour:${name}`,
        kind: "numeric",
        group: `behaviour:${name.replace(/_\d+d$/, "")}`,
        label,
        read: ({ behaviour }) => behaviour[name] ?? null,
        show: showNumber,
      }),
    ),
  ];
}

const numericTypes: ReadonlySet<FieldType> = new Set(["number", "currency"]);
const textTypes: ReadonlySet<FieldType> = new Set(["text", "select", "boolean"]);

function fieldFeature(field: Field): readonly LeadFeature[] {
  if (outcomeFields.has(field.name) || field.name === "name") return [];
  const shared = { name: `field:${field.name}`, group: `field:${field.name}`, label: field.label };
  if (numericTypes.has(field.type)) {
    return [
      {
        ...shared,
        kind: "numeric",
        read: ({ values }) => numberOf(values[field.name]),
        show: showNumber,
      },
    ];
  }
  if (!textTypes.has(field.type)) return [];
  return [
    {
      ...shared,
      kind: "categorical",
      read: ({ values }) => textOf(values[field.name]),
      show: (cell) => showText(cell, field),
    },
  ];
}

const freeMail =
  /@(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|qq|foxmail|163|126|139|sina|sohu|aliyun|proton(mail)?)\./i;

const contactFeatures: readonly LeadFeature[] = [
  {
    name: "lead:mail",
    kind: "categorical",
    group: "lead:mail",
    label: { zh: "邮箱类型", en: "Kind of e-mail address" },
    read: ({ values: { email } }) => {
      const mail = textOf(email);
      if (mail === null) return "none";
      return freeMail.test(mail) ? "private" : "company";
    },
    show: (cell) => mailWords[String(cell)] ?? unknown,
  },
  {
    name: "lead:phone",
    kind: "categorical",
    group: "lead:phone",
    label: { zh: "电话", en: "Phone number" },
    read: ({ values: { phone } }) => (textOf(phone) === null ? "missing" : "given"),
    show: (cell) => givenWords[String(cell)] ?? unknown,
  },
  {
    name: "lead:age_days",
    kind: "numeric",
    group: "lead:age_days",
    label: { zh: "线索存在天数", en: "days since the lead came in" },
    read: ({ ageDays }) => ageDays,
    show: showNumber,
  },
];

const unknown: Label = { zh: "未知", en: "unknown" };
const mailWords: Readonly<Record<string, Label>> = {
  none: { zh: "未留邮箱", en: "none given" },
  private: { zh: "个人邮箱", en: "private address" },
  company: { zh: "企业邮箱", en: "company address" },
};
const givenWords: Readonly<Record<string, Label>> = {
  missing: { zh: "未留", en: "not given" },
  given: { zh: "已留", en: "given" },
};

function numberOf(value: FieldValue | undefined): number | null {
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function textOf(value: FieldValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  return text === "" ? null : text;
}

function showNumber(cell: number | string | null): Label {
  if (typeof cell !== "number") return unknown;
  const text = String(Math.round(cell * 10) / 10);
  return { zh: text, en: text };
}

function showText(cell: number | string | null, field: Field): Label {
  if (cell === null) return unknown;
  const text = String(cell).slice(0, 200);
  return field.options.find(({ value }) => value === cell)?.label ?? { zh: text, en: text };
}
