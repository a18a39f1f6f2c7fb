import { field, reference, standardObject } from "./define.ts";

export const note = standardObject({
  name: "note",
  label: { zh: "备注", en: "Note" },
  pluralLabel: { zh: "备注", en: "Notes" },
  icon: "sticky-note",
  titleField: "body",
  fields: [
    field("body", "longText", "内容", "Body", { required: true }),
    reference("account", "account", "客户", "Account"),
    reference("contact", "contact", "联系人", "Contact"),
    reference("lead", "lead", "线索", "Lead"),
    reference("deal", "deal", "商机", "Deal"),
  ],
});
