import { field, option, reference, standardObject } from "./define.ts";

export const deal = standardObject({
  name: "deal",
  label: { zh: "商机", en: "Deal" },
  pluralLabel: { zh: "商机", en: "Deals" },
  icon: "handshake",
  titleField: "name",
  stageField: "stage",
  fields: [
    field("name", "text", "名称", "Name", { required: true }),
    reference("account", "account", "客户", "Account"),
    reference("contact", "contact", "联系人", "Contact"),
    reference("product", "product", "产品", "Product"),
    field("amount", "currency", "金额", "Amount"),
    field("stage", "select", "阶段", "Stage", {
      options: [
        option("discovery", "需求发现", "Discovery", "blue"),
        option("solution", "方案", "Solution", "cyan"),
        option("validation", "验证", "Validation", "purple"),
        option("negotiation", "商务谈判", "Negotiation", "gold"),
        option("contract", "合同", "Contract", "orange"),
        option("won", "赢单", "Won", "green"),
        option("lost", "输单", "Lost", "gray"),
      ],
    }),
    field("expected_close", "date", "预计成交日", "Expected close"),
    field("closed_at", "dateTime", "关闭时间", "Closed"),
    field("team", "select", "团队", "Team", {
      options: [
        option("east", "华东", "East"),
        option("south", "华南", "South"),
        option("west", "西部", "West"),
        option("north", "华北", "North"),
        option("central", "华中", "Central"),
        option("overseas", "海外", "Overseas"),
      ],
    }),
  ],
});
