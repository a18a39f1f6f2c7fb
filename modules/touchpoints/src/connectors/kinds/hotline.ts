import type { BothLanguages } from "@causeway/kernel";
import type { Label, SettingValues } from "@causeway/platform-contract";
import type { JsonObject } from "../../wire/json-object.ts";
import type { ConnectorKind, RawDelivery, Reading } from "../connector.ts";
import { checkDoor, doorFields, verifyDoor } from "../door.ts";
import { type CallField, type CallMap, callFields, callMaps } from "../hotline/call-maps.ts";
import { readCall } from "../hotline/read-call.ts";
import { readRecords } from "../records/read-records.ts";
import { choiceField, linesField, rarely, textField } from "../setting-field.ts";

/** Call records of a 400 hotline or a call centre, by webhook as calls end, or as CSV files. */
export const hotline = {
  name: "hotline",
  kind: "call",
  label: { zh: "400 热线", en: "Hotline (call centre)" },
  summary: {
    zh: "通话记录：推送或 CSV；隐私号不作为身份",
    en: "Call records by webhook or CSV; privacy numbers name nobody",
  },
  identifiers: ["phone", "company_phone"],
  way: "webhook",
  acceptsFiles: true,
  fields: [
    choiceField("vendor", { zh: "服务商", en: "Provider" }, [
      ["generic", "通用（自动识别字段）", "Generic (fields are recognised)"],
      ["tencent", "腾讯云联络中心", "Tencent Cloud Contact Center"],
      ["tinet", "天润融通", "Tinet"],
      ["volcengine", "火山引擎（含隐私号）", "Volcengine (with privacy numbers)"],
      ["yeastar", "朗视 Yeastar", "Yeastar"],
    ]),
    rarely(
      textField("zone", "时区", "Time zone", {
        initial: "+08:00",
        required: true,
        hint: { zh: "用于没有时区的时间", en: "For times that state none" },
      }),
    ),
    linesField("notCustomers", "不是客户的号码", "Numbers that are no customer's", {
      initial: "400*\n95013*",
      hint: {
        zh: "每行一个；自己的热线、隐私号段。末尾 * 表示开头匹配",
        en: "One per line: own lines, ranges of privacy numbers. * at the end takes all that begin so",
      },
    }),
    rarely(
      linesField("fieldMap", "字段对应", "Field map", {
        hint: {
          zh: "仅在自动识别不对时填写，每行：caller = 对方字段名",
          en: "Only where recognition is wrong; a line each: caller = their name",
        },
      }),
    ),
    ...doorFields,
  ],
  steps: [
    {
      zh: "在呼叫中心后台找到“通话记录推送”或“话单回调”。",
      en: "In the call centre's console find the push of call records (CDR callback).",
    },
    { zh: "推送地址填写：{{url}}", en: "Push address: {{url}}" },
    {
      zh: "打一个电话；挂断后记录会出现在这里。历史记录可以上传 CSV。",
      en: "Make a call; its record shows here after hanging up. Upload past records as CSV.",
    },
  ],
  sample:
    '{"id":"c-1001","direction":"in","caller":"13800138000","start":"2026-01-15 10:00:00","talk":95}',
  check: (settings) => [
    ...checkDoor(settings),
    ...(/^[+-]\d{2}:\d{2}$/.test(settings["zone"] ?? "")
      ? []
      : [
          { field: "zone", label: { zh: "应写成 +08:00 的形式", en: "must be written as +08:00" } },
        ]),
    ...readFieldMap(settings["fieldMap"] ?? "").problems.map((label) => ({
      field: "fieldMap",
      label,
    })),
  ],
  // Some call centres ask the address by GET before they use it.
  verify: (delivery, settings) =>
    delivery.method === "GET"
      ? { kind: "answered", reply: { status: 200, contentType: "text/plain", body: "ok" } }
      : verifyDoor(delivery, settings),
  read,
} satisfies ConnectorKind;

function read(delivery: RawDelivery, settings: SettingValues): Reading {
  const found = readRecords(delivery);
  if (!found.ok) return { events: [], failures: [{ reason: found.reason, item: null }] };
  const { own } = readFieldMap(settings["fieldMap"] ?? "");
  const base = callMaps[settings["vendor"] ?? ""] ?? callMaps["generic"];
  const map: CallMap = {
    incoming: base?.incoming ?? [],
    outgoing: base?.outgoing ?? [],
    fields: { ...base?.fields, ...own },
  };
  const notCustomers = linesOf(settings["notCustomers"] ?? "");
  const events: JsonObject[] = [];
  const failures: { reason: BothLanguages; item: unknown }[] = [];
  for (const record of found.records) {
    const verdict = readCall(record, { map, zone: settings["zone"] ?? "+08:00", notCustomers });
    if (verdict.ok) events.push(verdict.event);
    else failures.push({ reason: verdict.reason, item: record });
  }
  return { events, failures };
}

function readFieldMap(text: string): {
  readonly own: Partial<Record<CallField, readonly string[]>>;
  readonly problems: readonly Label[];
} {
  const own: Partial<Record<CallField, readonly string[]>> = {};
  const problems: Label[] = [];
  for (const line of linesOf(text)) {
    const [name = "", theirs = ""] = line.split("=", 2).map((part) => part.trim());
    const field = callFields.find((one) => one === name);
    if (field === undefined || theirs === "") {
      const shown = line.slice(0, 40);
      const names = callFields.join(", ");
      problems.push({
        zh: `“${shown}”不是“字段 = 名称”；可用字段：${names}`,
        en: `“${shown}” is not “field = name”; fields: ${names}`,
      });
    } else own[field] = [theirs];
  }
  return { own, problems };
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
