import type { NewField, Option } from "@causeway/platform-contract";

function option(value: string, zh: string, en: string): Option {
  return { value, label: { zh, en } };
}

/** Fields that a business adds to its contacts: one of every type that lists sort or filter by. */
export const contactFields: readonly NewField[] = [
  {
    name: "level",
    label: { zh: "客户等级", en: "Level" },
    type: "select",
    options: [
      option("a", "A 级", "A"),
      option("b", "B 级", "B"),
      option("c", "C 级", "C"),
      option("strategic", "战略", "Strategic"),
    ],
  },
  { name: "score", label: { zh: "评分", en: "Score" }, type: "number" },
  { name: "budget", label: { zh: "预算", en: "Budget" }, type: "currency" },
  { name: "city", label: { zh: "城市", en: "City" }, type: "text" },
  { name: "vip", label: { zh: "重点客户", en: "Key customer" }, type: "boolean" },
  { name: "next_visit", label: { zh: "下次拜访", en: "Next visit" }, type: "date" },
  { name: "last_contact", label: { zh: "最近联系", en: "Last contact" }, type: "dateTime" },
  {
    name: "interests",
    label: { zh: "关注点", en: "Interests" },
    type: "multiSelect",
    options: [
      option("price", "价格", "Price"),
      option("delivery", "交期", "Delivery"),
      option("service", "服务", "Service"),
      option("compliance", "合规", "Compliance"),
      option("customs", "定制", "Customisation"),
    ],
  },
  { name: "engineer", label: { zh: "售前工程师", en: "Engineer" }, type: "user" },
  { name: "remark", label: { zh: "备注", en: "Remark" }, type: "longText" },
];
