import { randomUUID } from "node:crypto";
import type { SettingValues } from "@causeway/platform-contract";
import type { ConnectorKind, RawDelivery, Reading, Verification } from "../connector.ts";
import { checkDoor, doorFields, verifyDoor } from "../door.ts";
import { externalIds } from "../external-ids.ts";
import { contentId } from "../records/content-id.ts";
import { memberFinder, personNames, traitsOf } from "../records/find-member.ts";
import { plain } from "../records/pick.ts";
import { readMoment, readSeconds } from "../records/read-moment.ts";
import { readRecords } from "../records/read-records.ts";
import { rarely, textField } from "../setting-field.ts";

const fieldNames = {
  ...personNames,
  scan: ["scanId", "badge", "badgeId", "id", "胸卡号", "扫码编号"],
  time: ["time", "scannedAt", "timestamp", "扫码时间", "时间"],
  exhibition: ["exhibition", "event", "fair", "展会", "展会名称"],
  stand: ["stand", "booth", "展位", "展位号"],
  product: ["product", "demo", "产品", "演示产品"],
  seconds: ["seconds", "duration", "时长"],
} as const;

/** Scans at a stand: codes that lead to a page, and what offline scanners and AR devices hand in later. */
export const exhibition = {
  name: "exhibition",
  kind: "exhibition",
  label: { zh: "展会扫码", en: "Exhibition scans" },
  summary: {
    zh: "二维码落地页、离线扫码枪与 AR 设备批量上传",
    en: "QR landing, and batches of offline scanners and AR devices",
  },
  identifiers: ["scan_id", "phone", "email"],
  way: "webhook",
  acceptsFiles: true,
  fields: [
    textField("exhibition", "展会名称", "Exhibition", { required: true }),
    textField("landing", "落地页", "Landing page", {
      required: true,
      hint: {
        zh: "扫码后打开的页面（https://…），装有网站代码即可识别来访者",
        en: "Page that a scan opens (https://…); with the website's snippet its visitor is recognised",
      },
    }),
    rarely(textField("zone", "时区", "Time zone", { initial: "+08:00", required: true })),
    ...doorFields,
  ],
  steps: [
    {
      zh: "为每个展位生成二维码：{{url}} 后面加 ?stand=H4-B12。",
      en: "Make a code for each stand: {{url}} and ?stand=H4-B12 behind it.",
    },
    {
      zh: "扫码枪和 AR 设备把 JSON 或 CSV 发到同一地址；断网时存在设备上，之后整批上传，重复不会重复计算。",
      en: "Scanners and AR devices send JSON or CSV to the same address, or later in one batch; nothing counts twice.",
    },
  ],
  sample:
    '[{"scanId":"s-1001","stand":"H4-B12","time":"2026-01-15 10:00:00","name":"李强","phone":"13800138000"}]',
  check: (settings) => [
    ...checkDoor(settings),
    ...(URL.parse(settings["landing"] ?? "")?.protocol === "https:" ||
    /^http:\/\/localhost[:/]/.test(settings["landing"] ?? "")
      ? []
      : [
          {
            field: "landing",
            label: { zh: "应为 https 开头的网址", en: "must be an address with https" },
          },
        ]),
  ],
  verify,
  read,
} satisfies ConnectorKind;

/** A scan opens the page that the settings name, never one that the code names; its number goes along. */
function verify(delivery: RawDelivery, settings: SettingValues): Verification {
  if (delivery.method !== "GET") return verifyDoor(delivery, settings);
  const scan = randomUUID();
  const landing = new URL(settings["landing"] ?? "");
  landing.searchParams.set("cw_scan", scan);
  const reply = { status: 302, contentType: "text/plain", body: "", location: landing.href };
  return { kind: "accepted", reply, keep: { "x-scan": scan } };
}

function read(delivery: RawDelivery, settings: SettingValues): Reading {
  if (delivery.method === "GET") return { events: [landingScan(delivery, settings)], failures: [] };
  const found = readRecords(delivery);
  if (!found.ok) return { events: [], failures: [{ reason: found.reason, item: null }] };
  const events = [];
  const failures = [];
  for (const record of found.records) {
    const find = memberFinder(record, fieldNames);
    const at = readMoment(find("time"), settings["zone"] ?? "+08:00");
    if (at === null) {
      failures.push({
        reason: { zh: "扫码记录没有可读的时间", en: "The scan has no readable time" },
        item: record,
      });
      continue;
    }
    const scan = plain(find("scan"));
    const product = plain(find("product"));
    const seconds = readSeconds(find("seconds"));
    const id = contentId("scan", { scan, at, product, ...(scan === null && { record }) });
    events.push({
      type: "track",
      messageId: id,
      timestamp: at.toISOString(),
      anonymousId: scan === null ? id : `badge-${scan}`,
      event: product === null ? "Badge Scanned" : "AR Demo Watched",
      properties: {
        exhibition: plain(find("exhibition")) ?? settings["exhibition"],
        stand: plain(find("stand")) ?? "",
        ...(product !== null && { product }),
        ...(seconds !== null && { seconds }),
      },
      context: { externalIds: externalIds({ scan_id: scan }), traits: traitsOf(find) },
    });
  }
  return { events, failures };
}

function landingScan(delivery: RawDelivery, settings: SettingValues) {
  const scan = delivery.headers["x-scan"] ?? "";
  return {
    type: "track",
    messageId: `scan-${scan}`,
    timestamp: delivery.receivedAt.toISOString(),
    anonymousId: `scan-${scan}`,
    event: "Badge Scanned",
    properties: {
      exhibition: settings["exhibition"],
      stand: (delivery.query["stand"] ?? "").slice(0, 100),
    },
    context: { externalIds: externalIds({ scan_id: scan }) },
  };
}
