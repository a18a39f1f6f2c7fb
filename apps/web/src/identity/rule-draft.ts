import type { MatchingRules, NewMatchingRule } from "@causeway/platform-contract";
import type { TextKey } from "../texts/text.ts";

export type Draft = NewMatchingRule;
type Field = Draft["fields"][number];

export const templates = ["fingerprint", "nameCompany", "companyDomain", "blank"] as const;
export type Template = (typeof templates)[number];

export const templateTexts: Readonly<Record<Template, TextKey>> = {
  fingerprint: "identity.fingerprint",
  nameCompany: "identity.nameCompany",
  companyDomain: "identity.companyDomain",
  blank: "identity.blank",
};

/** An address that more people share is an office's, a machine that more share a kiosk. */
const usualBounds: Readonly<Record<string, number>> = { ip: 6, mac: 4 };
const withBound = (field: Omit<Field, "mostSharing">): Field =>
  usualBounds[field.field] === undefined
    ? field
    : { ...field, mostSharing: usualBounds[field.field] };

const drafts: Readonly<Record<Template, Omit<Draft, "name">>> = {
  fingerprint: {
    fields: [
      withBound({ field: "ip", kind: "category" }),
      { field: "user_agent", kind: "category" },
      withBound({ field: "mac", kind: "category" }),
    ],
    blocking: [["ip", "user_agent"]],
    mergeAt: 0.95,
    reviewAt: 0.6,
  },
  nameCompany: {
    fields: [
      { field: "name", kind: "full-name" },
      { field: "company", kind: "company" },
      { field: "phone", kind: "phone" },
      { field: "city", kind: "category" },
    ],
    blocking: [["name"]],
    mergeAt: 0.98,
    reviewAt: 0.6,
  },
  companyDomain: {
    fields: [
      { field: "company_name", kind: "company" },
      { field: "company_domain", kind: "category" },
      { field: "name", kind: "full-name" },
    ],
    blocking: [["company_domain", "name"]],
    mergeAt: 0.98,
    reviewAt: 0.6,
  },
  blank: { fields: [], blocking: [], mergeAt: 0.98, reviewAt: 0.6 },
};

/** A template with those of its fields that people have here; its sets keep to them. */
export function draftOf(template: Template, name: string, known: MatchingRules["fields"]): Draft {
  const has = new Set(known.map(({ field }) => field));
  const draft = drafts[template];
  const fields = draft.fields.filter(({ field }) => has.has(field));
  const blocking = draft.blocking
    .map((set) => set.filter((field) => has.has(field)))
    .filter((set) => set.length > 0);
  return { ...draft, name: template === "blank" ? "" : name, fields, blocking };
}

/** A draft without one of its fields. */
export function withoutField(draft: Draft, field: string): Draft {
  return {
    ...draft,
    fields: draft.fields.filter((one) => one.field !== field),
    blocking: draft.blocking
      .map((set) => set.filter((one) => one !== field))
      .filter((set) => set.length > 0),
  };
}

/** A draft with one field more, compared as its kind is; the first field is also what people are compared by. */
export function withField(draft: Draft, known: MatchingRules["fields"][number]): Draft {
  const field = withBound({ field: known.field, kind: known.kind });
  const isFirst = draft.blocking.every((set) => set.length === 0);
  const blocking = isFirst ? [[known.field]] : draft.blocking;
  return { ...draft, fields: [...draft.fields, field], blocking };
}

export function changeField(draft: Draft, field: string, change: Partial<Field>): Draft {
  return {
    ...draft,
    fields: draft.fields.map((one) => (one.field === field ? { ...one, ...change } : one)),
  };
}

/** Puts a field into a set or takes it out; a set that has none left goes, unless it is the only one. */
export function toggleInSet(draft: Draft, place: number, field: string): Draft {
  const blocking = draft.blocking
    .map((set, at) => {
      if (at !== place) return set;
      return set.includes(field) ? set.filter((one) => one !== field) : [...set, field];
    })
    .filter((set, _, all) => set.length > 0 || all.length === 1);
  return { ...draft, blocking };
}

/** Whether a draft can be tried: a name, evidence, and something to compare by. */
export function isComplete({ name, fields, blocking, mergeAt, reviewAt }: Draft): boolean {
  const isCompared = blocking.length > 0 && blocking.every((set) => set.length > 0);
  return name.trim() !== "" && fields.length > 0 && isCompared && reviewAt <= mergeAt;
}
