import type { SettingValues } from "@causeway/platform-contract";
import { windowField } from "../../listening/window-length.ts";
import { reachField } from "../../network/reach-field.ts";
import { asObject, type JsonObject, listAt, objectAt, textAt } from "../../wire/json-object.ts";
import type { ConnectorKind, RawDelivery, Reading, SettingProblem } from "../connector.ts";
import { externalIds } from "../external-ids.ts";
import { parseFieldMap, readMapped } from "../mapped/read-mapped.ts";
import { listenMqtt } from "../mqtt/listen-mqtt.ts";
import { mapFor } from "../mqtt/read-message.ts";
import { parseTopicPatterns } from "../mqtt/topic-pattern.ts";
import { contentId } from "../records/content-id.ts";
import { readRecords } from "../records/read-records.ts";
import {
  choiceField,
  linesField,
  mapField,
  rarely,
  secretField,
  textField,
} from "../setting-field.ts";

/** Machines that report to an MQTT broker: how much each is used, and what it warns of. */
export const iotMqtt = {
  name: "iot-mqtt",
  kind: "iot",
  label: { zh: "设备物联网 (MQTT)", en: "Machines (MQTT)" },
  summary: {
    zh: "设备心跳汇总为使用频率，告警逐条记录",
    en: "Signs of life become usage; alarms count one by one",
  },
  identifiers: ["device"],
  way: "fetch",
  acceptsFiles: true,
  fields: [
    textField("host", "MQTT 服务器", "MQTT broker", { required: true }),
    textField("port", "端口", "Port", { required: true, initial: "8883" }),
    choiceField("security", { zh: "加密", en: "Encryption" }, [
      ["tls", "TLS（常用 8883）", "TLS (usually 8883)"],
      ["none", "不加密（常用 1883，仅限内网）", "None (usually 1883; own network only)"],
    ]),
    reachField,
    rarely(
      linesField("authority", "CA 证书 (PEM)", "Authority's certificate (PEM)", {
        hint: { zh: "自签证书时填写", en: "Where the broker's certificate is one of your own" },
      }),
    ),
    textField("user", "用户名", "User"),
    secretField("password", "密码", "Password"),
    rarely(
      textField("clientId", "客户端 ID", "Client id", {
        hint: {
          zh: "平台要求时填写；不可与其他客户端相同",
          en: "Where the platform wants one of its own; no other client may use it",
        },
      }),
    ),
    linesField("heartbeats", "心跳主题", "Topics of signs of life", {
      required: true,
      initial: "machines/{device}/heartbeat",
      hint: {
        zh: "每行一个；{device} 表示该层是设备编号，也可用 + 和 #",
        en: "One per line; {device} marks the level that names the device, + and # work too",
      },
    }),
    linesField("topics", "逐条记录的主题", "Topics that count one by one", {
      hint: {
        zh: "例如 machines/{device}/alarm",
        en: "As machines/{device}/alarm",
      },
    }),
    windowField,
    rarely(
      textField("eventName", "告警事件名称", "Name of a single event", {
        initial: "Machine Alarm",
      }),
    ),
    mapField("map", "字段对应", "Field map", {
      hint: {
        zh: "粘贴一条消息即可看到字段；留空则按名称自动识别",
        en: "Paste a message to see its fields; left blank, they are recognised by their names",
      },
    }),
    rarely(textField("zone", "时区", "Time zone", { initial: "+08:00", required: true })),
  ],
  steps: [
    {
      zh: "在物联网平台建一个只能订阅上述主题的账号；我们以 QoS 1 订阅，断线期间的消息由平台保留。",
      en: "Make an account on the broker that may only subscribe to these topics; we subscribe with QoS 1, and the broker keeps what comes while we are away.",
    },
    {
      zh: "上传设备清单 CSV（设备编号，加上客户编号、邮箱、电话或公司），设备就归到客户名下。",
      en: "Hand in a list of devices as CSV (device, and customer id, e-mail, phone or company): then a device's use counts for its customer.",
    },
  ],
  check,
  read,
  listen: listenMqtt,
} satisfies ConnectorKind;

function check(settings: SettingValues): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const complain = (field: string, zh: string, en: string) =>
    problems.push({ field, label: { zh, en } });
  if (!/^[A-Za-z0-9.:[\]-]{1,253}$/.test(settings["host"] ?? ""))
    complain("host", "应为服务器名称", "must be the name of a server");
  if (!/^\d{1,5}$/.test(settings["port"] ?? "") || Number(settings["port"]) > 65_535)
    complain("port", "应在 1 到 65535 之间", "must be 1 to 65535");
  // A password never crosses the internet in the clear.
  if (settings["security"] === "none" && settings["network"] !== "internal")
    complain(
      "security",
      "公网连接必须加密；在内网里请改“所在网络”",
      "is needed on the internet; in your own network, say so under “Where it lies”",
    );
  for (const field of ["heartbeats", "topics"]) {
    const patterns = parseTopicPatterns(settings[field] ?? "");
    if (patterns === null || patterns.length > 50)
      complain(field, "有一行不是主题", "has a line that is no topic");
  }
  if (parseFieldMap(settings["map"] ?? "") === null)
    complain("map", "不是有效的字段对应", "is no field map");
  return problems;
}

/** Closed windows; single messages and lists of devices go by the map. */
function read(delivery: RawDelivery, settings: SettingValues): Reading {
  if (delivery.method === "WINDOWS") return readWindows(delivery);
  const isList = delivery.method !== "MQTT";
  const list = { eventName: "Device Registered", map: "" };
  const chosen = isList ? list : { map: messageMap(delivery, settings) };
  const { events, failures } = readMapped(delivery, { ...settings, ...chosen });
  return { events: events.map(byDevice), failures };
}

/** The map of the settings, or what the names of a message's own fields say: its topic is the name of no event. */
function messageMap(delivery: RawDelivery, settings: SettingValues): string {
  const found = readRecords(delivery);
  const records = found.ok ? found.records : [];
  return JSON.stringify(
    mapFor(
      records.map(({ topic, ...fields }) => fields),
      settings,
    ),
  );
}

/** A device is somebody of its own until a list or an order says whose it is. */
function byDevice(event: JsonObject): JsonObject {
  const ids = listAt(objectAt(event, "context"), "externalIds").map(asObject);
  const device = ids.find((id) => id?.["type"] === "device")?.["id"];
  if (device === undefined || typeof event["userId"] === "string") return event;
  return { ...event, anonymousId: `device-${device}` };
}

function readWindows({ body }: RawDelivery): Reading {
  const list = JSON.parse(body.toString("utf8")) as readonly unknown[];
  const records: readonly JsonObject[] = list.map(asObject).filter((item) => item !== null);
  return { events: records.map(eventOfWindow), failures: [] };
}

function eventOfWindow(record: JsonObject): JsonObject {
  const device = textAt(record, "device");
  const group = textAt(record, "group");
  return {
    ...{ type: "track", event: "Machine Heartbeat", timestamp: record["to"] },
    messageId: contentId("window", [device, record["start"], record["opened"]]),
    anonymousId: `device-${device}`,
    properties: {
      ...objectAt(record, "measures"),
      ...{ serial: device, beats: record["beats"], windowMinutes: record["windowMinutes"] },
      ...{ from: record["from"], to: record["to"] },
    },
    context: {
      ...{ device: { id: device, type: "machine" }, externalIds: externalIds({ device }) },
      ...(group !== null && { groupId: group }),
    },
  };
}
