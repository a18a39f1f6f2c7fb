import { field, option, reference, standardObject } from "./define.ts";

export const contact = standardObject({
  name: "contact",
  label: { zh: "联系人", en: "Contact" },
  pluralLabel: { zh: "联系人", en: "Contacts" },
  icon: "user",
  titleField: "name",
  fields: [
    field("name", "text", "姓名", "Name", { required: true }),
    reference("account", "account", "客户", "Account"),
    field("title", "text", "职务", "Job title"),
    field("rank", "select", "职级", "Rank", {
      options: [
        option("executive", "高管", "Executive"),
        option("manager", "经理", "Manager"),
        option("specialist", "专员", "Specialist"),
        option("other", "其他", "Other"),
      ],
    }),
    field("email", "email", "邮箱", "E-mail"),
    field("phone", "phone", "电话", "Phone"),
    field("wechat_openid", "text", "微信 OpenID", "WeChat OpenID"),
    field("unionid", "text", "微信 UnionID", "WeChat UnionID"),
  ],
});
