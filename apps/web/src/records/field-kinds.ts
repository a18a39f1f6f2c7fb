import type { FieldTypeName } from "@causeway/engine-conditions";
import type { Field, FieldType, FieldValue, Label, Locale } from "@causeway/platform-contract";
import { formatDay, formatMoment } from "../format/dates.ts";
import { formatMoney, formatNumber } from "../format/numbers.ts";
import { formatPhone } from "../format/phones.ts";

export interface ShowContext {
  readonly locale: Locale;
  readonly now: Date;
  /** Titles of referenced records and users, by id. */
  readonly references: Readonly<Record<string, string>>;
  readonly yes: string;
  readonly no: string;
}

/** What a list, a form and a filter have to know about one type of field. */
export interface FieldKind {
  readonly label: `build.${FieldType}`;
  /** Width of its column in px. */
  readonly width: number;
  readonly alignsRight?: true;
  /** Lists are not sorted by it. */
  readonly unsorted?: true;
  /** Its type in the condition language. */
  readonly condition: FieldTypeName;
  /** Kind of `<input>` that edits it; the others have an editor of their own. */
  readonly input?: "text" | "email" | "tel" | "url" | "number" | "date" | "datetime-local";
  show(value: NonNullable<FieldValue>, field: Field, context: ShowContext): string;
}

function optionLabel(field: Field, value: string, locale: Locale): string {
  const label: Label | undefined = field.options.find((option) => option.value === value)?.label;
  return label?.[locale] ?? value;
}

function shownDate(value: NonNullable<FieldValue>, { locale, now }: ShowContext): string {
  const [year, month, day] = String(value).slice(0, 10).split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return String(value);
  return formatDay(new Date(year, month - 1, day), locale, now);
}

const referenced: FieldKind["show"] = (value, _field, { references }) =>
  references[String(value)] ?? "…";

const chosen: FieldKind["show"] = (value, field, { locale }) =>
  optionLabel(field, String(value), locale);

const text = { width: 168, condition: "text", show: chosen } as const;
const amount = { width: 112, condition: "number", input: "number", alignsRight: true } as const;

/** Every type of field. */
export const fieldKinds: Readonly<Record<FieldType, FieldKind>> = {
  text: { ...text, label: "build.text", input: "text" },
  longText: { ...text, label: "build.longText", width: 240, unsorted: true },
  number: {
    ...amount,
    label: "build.number",
    show: (value, _field, { locale }) => formatNumber(Number(value), locale),
  },
  currency: {
    ...amount,
    label: "build.currency",
    show: (value, _field, { locale }) => formatMoney(Number(value), locale),
  },
  boolean: {
    label: "build.boolean",
    width: 80,
    condition: "boolean",
    show: (value, _field, { yes, no }) => (value === true ? yes : no),
  },
  date: {
    label: "build.date",
    width: 104,
    condition: "date",
    input: "date",
    show: (value, _field, context) => shownDate(value, context),
  },
  dateTime: {
    label: "build.dateTime",
    width: 136,
    condition: "dateTime",
    input: "datetime-local",
    show: (value, _field, { locale, now }) => formatMoment(new Date(String(value)), locale, now),
  },
  select: {
    label: "build.select",
    width: 112,
    condition: "select",
    show: chosen,
  },
  multiSelect: {
    label: "build.multiSelect",
    width: 168,
    unsorted: true,
    condition: "multiSelect",
    show: (value, field, { locale }) =>
      (Array.isArray(value) ? value : [String(value)])
        .map((each) => optionLabel(field, each, locale))
        .join(locale === "zh" ? "、" : ", "),
  },
  reference: {
    label: "build.reference",
    width: 176,
    unsorted: true,
    condition: "reference",
    show: referenced,
  },
  email: { ...text, label: "build.email", input: "email", width: 200 },
  phone: {
    ...{ ...text, label: "build.phone", input: "tel", width: 152 },
    show: (value) => formatPhone(String(value)),
  },
  url: { ...text, label: "build.url", input: "url", width: 180, unsorted: true },
  user: {
    label: "build.user",
    width: 112,
    unsorted: true,
    condition: "reference",
    show: referenced,
  },
};

/** A value as a person reads it; empty text where there is none. */
export function showValue(
  field: Field,
  value: FieldValue | undefined,
  context: ShowContext,
): string {
  if (value === null || value === undefined || value === "") return "";
  return fieldKinds[field.type].show(value, field, context);
}
