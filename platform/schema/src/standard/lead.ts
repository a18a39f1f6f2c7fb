import { field, option, reference, standardObject } from "./define.ts";
import { industries } from "./industries.ts";

export const lead = standardObject({
  name: "lead",
  label: { zh: "线索", en: "Lead" },
  pluralLabel: { zh: "线索", en: "Leads" },
  icon: "user-plus",
  titleField: "name",
  stageField: "status",
  fields: [
    field("name", "text", "姓名", "Name", { required: true }),
    field("company", "text", "公司", "Company", { searched: true }),
    field("email", "email", "邮箱", "E-mail"),
    field("phone", "phone", "电话", "Phone"),
    field("source", "select", "来源", "Source", {
      options: [
        option("website", "官网", "Website"),
        option("wechat", "微信", "WeChat"),
        option("exhibition", "展会", "Exhibition"),
        option("referral", "转介绍", "Referral"),
        option("advertising", "广告", "Advertising"),
        option("phone", "电话", "Phone"),
        option("email", "邮件", "E-mail"),
        option("partner", "渠道伙伴", "Partner"),
        option("other", "其他", "Other"),
      ],
    }),
    field("industry", "text", "行业", "Industry", { options: [...industries] }),
    field("region", "text", "区域", "Region"),
    field("title", "text", "职务", "Job title"),
    field("status", "select", "状态", "Status", {
      options: [
        option("new", "新线索", "New", "blue"),
        option("working", "跟进中", "Working", "cyan"),
        option("qualified", "已确认", "Qualified", "purple"),
        option("converted", "已转化", "Converted", "green"),
        option("lost", "已流失", "Lost", "gray"),
      ],
    }),
    reference("contact", "contact", "联系人", "Contact"),
    reference("account", "account", "客户", "Account"),
    field("closed_at", "dateTime", "关闭时间", "Closed"),
    field("outcome", "select", "结果", "Outcome", {
      options: [option("won", "赢单", "Won", "green"), option("lost", "输单", "Lost", "gray")],
    }),
  ],
});
