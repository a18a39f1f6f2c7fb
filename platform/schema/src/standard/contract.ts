import { field, option, reference, standardObject } from "./define.ts";

export const contract = standardObject({
  name: "contract",
  label: { zh: "合同", en: "Contract" },
  pluralLabel: { zh: "合同", en: "Contracts" },
  icon: "file-signature",
  titleField: "name",
  stageField: "status",
  fields: [
    field("name", "text", "名称", "Name", { required: true }),
    reference("account", "account", "客户", "Account"),
    reference("deal", "deal", "商机", "Deal"),
    field("amount", "currency", "金额", "Amount"),
    field("starts_on", "date", "开始日", "Starts on"),
    field("ends_on", "date", "结束日", "Ends on"),
    field("renewal_on", "date", "续约日", "Renewal on"),
    field("status", "select", "状态", "Status", {
      options: [
        option("active", "有效", "Active", "blue"),
        option("renewed", "已续约", "Renewed", "green"),
        option("lost", "未续约", "Lost", "gray"),
      ],
    }),
  ],
});
