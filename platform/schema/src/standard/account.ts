import { field, reference, standardObject } from "./define.ts";
import { industries } from "./industries.ts";

export const account = standardObject({
  name: "account",
  label: { zh: "客户", en: "Account" },
  pluralLabel: { zh: "客户", en: "Accounts" },
  icon: "building",
  titleField: "name",
  fields: [
    field("name", "text", "名称", "Name", { required: true }),
    field("industry", "text", "行业", "Industry", { options: [...industries] }),
    field("region", "text", "区域", "Region"),
    field("city", "text", "城市", "City"),
    field("size", "number", "员工人数", "Employees"),
    field("website", "url", "网站", "Website"),
    field("domain", "text", "邮箱域名", "E-mail domain"),
    field("phone", "phone", "电话", "Phone"),
    field("credit_code", "text", "统一社会信用代码", "Unified credit code", { searched: true }),
    reference("parent", "account", "上级客户", "Parent account"),
  ],
});
