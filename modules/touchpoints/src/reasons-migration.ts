import type { Migration } from "@causeway/platform-database";
import { sql } from "kysely";

/** Sentences as they were stored, in English alone, and their Chinese. What is not among them stays as it was, for readers of both. */
const known: Readonly<Record<string, string>> = {
  "The event is not an object": "事件不是对象",
  "Unknown type of event": "未知的事件类型",
  "A track event needs `event`": "track 事件缺少 `event`",
  "A group event needs `groupId`": "group 事件缺少 `groupId`",
  "An alias event needs `previousId`": "alias 事件缺少 `previousId`",
  "The event needs `userId`, `anonymousId` or `context.externalIds`":
    "事件缺少 `userId`、`anonymousId` 或 `context.externalIds`",
  "The event nests deeper than 40": "事件嵌套超过 40 层",
  "The event is larger than 32 KB": "事件超过 32 KB",
  "The database cannot store a value of this event": "数据库无法保存此事件中的某个值",
  "The signature does not fit the token": "签名与 Token 不符",
  "The message is not encrypted, but a key is set": "已设置密钥，但消息没有加密",
  "This is no message of an official account": "不是公众号的消息",
  "This is no event about a customer": "不是客户事件",
  "The HMAC does not fit the body and the secret": "HMAC 与内容和密钥不符",
  "The scan has no readable time": "扫码记录没有可读的时间",
  "The pick-up has no number": "取货记录没有编号",
  "The pick-up has no readable time": "取货记录没有可读的时间",
  "The call has no id": "通话记录没有编号",
  "The call has no readable time": "通话记录没有可读的时间",
  "The message has no sender": "邮件没有发件人",
  "The body is empty": "内容为空",
  "The body is not JSON": "内容不是 JSON",
  "The body is no JSON, XML, form or CSV": "内容不是 JSON、XML、表单或 CSV",
  "The body holds something that is no event": "内容里有不是事件的部分",
  "Nothing says what happened": "没有说明发生了什么",
  "The source was removed": "来源已被删除",
  "This kind of source reads no requests": "这类来源不读取请求",
};

const columns = [
  ["rejected_events", "reason"],
  ["raw_deliveries", "reason"],
  ["sources", "last_error"],
] as const;

/** Why something was refused, or went wrong, is kept in both languages. */
export const reasonsInBothLanguages: Migration = {
  name: "0009-reasons-in-both-languages",
  async up(database) {
    for (const [table, column] of columns) {
      const reason = sql.ref(column);
      const zh = sql`coalesce(${sql.lit(JSON.stringify(known))}::jsonb ->> ${reason}, ${reason})`;
      await sql`alter table ${sql.table(table)} alter column ${reason} type jsonb
        using case when ${reason} is null then null
          else jsonb_build_object('zh', ${zh}, 'en', ${reason}) end`.execute(database);
    }
  },
};
