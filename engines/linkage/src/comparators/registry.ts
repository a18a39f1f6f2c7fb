import { addressKind } from "./address.ts";
import { categoryKind } from "./category.ts";
import { codeKind } from "./code.ts";
import { companyKind } from "./company.ts";
import type { ComparatorKind } from "./comparator.ts";
import { dateKind } from "./date.ts";
import { emailKind } from "./email.ts";
import { fullNameKind } from "./full-name.ts";
import { nameKind } from "./name.ts";
import { numberKind } from "./number.ts";
import { peopleKind } from "./people.ts";
import { phoneKind } from "./phone.ts";
import { textKind } from "./text.ts";
import { websiteKind } from "./website.ts";

export const columnKinds = [
  "address",
  "category",
  "code",
  "company",
  "date",
  "email",
  "full-name",
  "name",
  "number",
  "people",
  "phone",
  "text",
  "website",
] as const;

/** What a column may hold. A new kind is one file, and one line here. */
export type ColumnKind = (typeof columnKinds)[number];

const comparators: Readonly<Record<ColumnKind, ComparatorKind>> = {
  address: addressKind,
  category: categoryKind,
  code: codeKind,
  company: companyKind,
  date: dateKind,
  email: emailKind,
  "full-name": fullNameKind,
  name: nameKind,
  number: numberKind,
  people: peopleKind,
  phone: phoneKind,
  text: textKind,
  website: websiteKind,
};

/** The comparator of a kind of column. */
export function comparatorOf(kind: ColumnKind): ComparatorKind {
  return comparators[kind];
}
