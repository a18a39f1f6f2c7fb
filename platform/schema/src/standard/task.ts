import { field, option, reference, standardObject } from "./define.ts";

export const task = standardObject({
  name: "task",
  label: { zh: "任务", en: "Task" },
  pluralLabel: { zh: "任务", en: "Tasks" },
  icon: "check-square",
  titleField: "title",
  stageField: "status",
  fields: [
    field("title", "text", "标题", "Title", { required: true }),
    field("body", "longText", "内容", "Body"),
    field("due_at", "dateTime", "截止时间", "Due"),
    field("status", "select", "状态", "Status", {
      options: [
        option("open", "待办", "Open", "blue"),
        option("done", "已完成", "Done", "green"),
        option("vetoed", "已否决", "Vetoed", "gray"),
      ],
    }),
    reference("account", "account", "客户", "Account"),
    reference("contact", "contact", "联系人", "Contact"),
    reference("lead", "lead", "线索", "Lead"),
    reference("deal", "deal", "商机", "Deal"),
    field("agent_run", "text", "智能体运行", "Agent run"),
  ],
});
