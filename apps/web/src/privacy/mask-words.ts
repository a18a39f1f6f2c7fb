import type { Label, PersonalKind, Sight } from "@causeway/platform-contract";

/** Words of the page that says who sees what. */
export const maskWords = {
  title: { zh: "字段可见性", en: "Who sees what" },
  hint: {
    zh: "所有者看到全部。对其他角色脱敏或隐藏的内容，在列表、详情、搜索、导出、时间线、事件、简报中都不会出现，也不能用来筛选、排序或修改。",
    en: "Owners see everything. What is masked or hidden for another role comes out nowhere: not in lists, pages, search, exports, time lines, events or briefs, and they can neither filter, sort nor change by it.",
  },
  what: { zh: "内容", en: "What" },
  object: { zh: "对象", en: "Object" },
  field: { zh: "字段", en: "Field" },
  choose: { zh: "选择字段…", en: "Choose a field…" },
  add: { zh: "对成员脱敏", en: "Mask for members" },
  ownerOnly: { zh: "只有所有者可以设定管理员的可见性", en: "Only an owner says what admins see" },
} as const satisfies Readonly<Record<string, Label>>;

export const sightWords: Readonly<Record<Sight, Label>> = {
  whole: { zh: "完整", en: "Whole" },
  masked: { zh: "脱敏", en: "Masked" },
  hidden: { zh: "隐藏", en: "Hidden" },
};

export const kindWords: Readonly<
  Record<PersonalKind, { readonly name: Label; readonly hint: Label }>
> = {
  phone: {
    name: { zh: "电话号码", en: "Phone numbers" },
    hint: { zh: "无论出现在哪里 · 脱敏为 138****1234", en: "wherever they stand · as 138****1234" },
  },
  email: {
    name: { zh: "邮箱地址", en: "E-mail addresses" },
    hint: {
      zh: "无论出现在哪里 · 脱敏为 l***@example.com",
      en: "wherever they stand · as l***@example.com",
    },
  },
  name: {
    name: { zh: "人名", en: "Names of people" },
    hint: { zh: "联系人与线索 · 脱敏为 王**", en: "of contacts and leads · as 王**" },
  },
};
