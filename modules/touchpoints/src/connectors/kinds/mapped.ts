import type { ConnectorKind } from "../connector.ts";
import { checkDoor, doorFields, verifyDoor } from "../door.ts";
import { parseFieldMap, readMapped } from "../mapped/read-mapped.ts";
import { choiceField, mapField, rarely, textField } from "../setting-field.ts";

/** Any system that can send JSON, XML, forms or CSV: social messages, ERP, service desk, marketing automation, devices. */
export const mapped = {
  name: "mapped",
  kind: "other",
  choosesKind: true,
  label: { zh: "其他系统（字段对应）", en: "Any other system (field map)" },
  summary: {
    zh: "任意 JSON、CSV 或 Webhook，不写代码就能对应字段",
    en: "Any JSON, CSV or webhook, mapped without code",
  },
  identifiers: [
    "user_id",
    "email",
    "phone",
    "unionid",
    "social_id",
    "order_id",
    "dm_session",
    "device",
    "ticket",
  ],
  way: "webhook",
  acceptsFiles: true,
  fields: [
    mapField("map", "字段对应", "Field map", {
      hint: {
        zh: "粘贴一段样例即可看到字段；留空则按名称自动识别",
        en: "Paste a sample to see its fields; left blank, they are recognised by their names",
      },
    }),
    textField("eventName", "事件名称", "Name of the event", {
      initial: "Record Received",
      hint: { zh: "样例里没有事件名称时使用", en: "Where no field says it" },
    }),
    rarely(
      choiceField("rest", { zh: "没有对应的字段", en: "Fields that are not mapped" }, [
        ["yes", "作为属性保留", "Are kept as properties"],
        ["no", "不保留", "Are not kept"],
      ]),
    ),
    rarely(textField("zone", "时区", "Time zone", { initial: "+08:00", required: true })),
    ...doorFields,
  ],
  steps: [
    {
      zh: "让对方系统把数据发到 {{url}}，或上传 CSV、JSON 文件。",
      en: "Have the other system send to {{url}}, or hand in CSV or JSON files.",
    },
  ],
  sample:
    '{"event":"Quote Requested","time":"2026-01-15 10:00:00","name":"李强","phone":"13800138000","product":"G6"}',
  check: (settings) => [
    ...checkDoor(settings),
    ...(parseFieldMap(settings["map"] ?? "") === null
      ? [{ field: "map", label: { zh: "不是有效的字段对应", en: "is no field map" } }]
      : []),
  ],
  verify: verifyDoor,
  read: readMapped,
} satisfies ConnectorKind;
