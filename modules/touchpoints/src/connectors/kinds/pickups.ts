import type { SettingValues } from "@causeway/platform-contract";
import type { JsonObject } from "../../wire/json-object.ts";
import type { ConnectorKind, RawDelivery, Reading } from "../connector.ts";
import { checkDoor, doorFields, verifyDoor } from "../door.ts";
import { externalIds } from "../external-ids.ts";
import { memberFinder, personNames, traitsOf } from "../records/find-member.ts";
import { plain } from "../records/pick.ts";
import { readMoment } from "../records/read-moment.ts";
import { readRecords } from "../records/read-records.ts";
import { rarely, textField } from "../setting-field.ts";

const fieldNames = {
  ...personNames,
  number: ["pickupNumber", "pickup", "code", "提货单号", "提货码", "提货编号"],
  order: ["orderId", "order_id", "orderNumber", "订单号", "订单编号"],
  warehouse: ["warehouse", "site", "仓库", "提货点"],
  time: ["time", "pickedUpAt", "timestamp", "date", "提货时间", "时间"],
} as const;

/** Goods that were picked up, as a warehouse reports them. */
export const pickups = {
  name: "pickups",
  kind: "order",
  label: { zh: "仓库提货", en: "Warehouse pick-ups" },
  summary: { zh: "提货单推送或 CSV", en: "Pick-up notes by webhook or CSV" },
  identifiers: ["pickup_number", "order_id", "phone", "email"],
  way: "webhook",
  acceptsFiles: true,
  fields: [
    rarely(textField("zone", "时区", "Time zone", { initial: "+08:00", required: true })),
    ...doorFields,
  ],
  steps: [
    {
      zh: "让仓库系统在提货后推送到 {{url}}，或上传 CSV。",
      en: "Have the warehouse system send to {{url}} after a pick-up, or hand in CSV files.",
    },
    {
      zh: "字段：提货单号、订单号、提货时间、仓库、姓名、电话。",
      en: "Fields: pickupNumber, orderId, time, warehouse, name, phone.",
    },
  ],
  sample:
    '{"pickupNumber":"PK1001","orderId":"SO2001","time":"2026-01-15 10:00:00","name":"李强","phone":"13800138000"}',
  check: checkDoor,
  verify: verifyDoor,
  read,
} satisfies ConnectorKind;

function read(delivery: RawDelivery, settings: SettingValues): Reading {
  const found = readRecords(delivery);
  if (!found.ok) return { events: [], failures: [{ reason: found.reason, item: null }] };
  const events = [];
  const failures = [];
  for (const record of found.records) {
    const find = memberFinder(record, fieldNames);
    const number = plain(find("number"));
    const at = readMoment(find("time"), settings["zone"] ?? "+08:00");
    if (number === null || at === null) {
      const reason =
        number === null
          ? { zh: "取货记录没有编号", en: "The pick-up has no number" }
          : { zh: "取货记录没有可读的时间", en: "The pick-up has no readable time" };
      failures.push({ reason, item: record });
      continue;
    }
    const order = plain(find("order"));
    const traits = traitsOf(find);
    events.push({
      type: "track",
      messageId: `pickup-${number}`.slice(0, 100),
      timestamp: at.toISOString(),
      anonymousId: `pickup-${number}`,
      event: "Goods Picked Up",
      properties: {
        pickupNumber: number,
        ...(order !== null && { order_id: order }),
        warehouse: plain(find("warehouse")) ?? "",
      },
      context: { externalIds: idsOf(number, order, traits), traits },
    });
  }
  return { events, failures };
}

/**
 * Whoever collects is told by what the note says of them. The order is its buyer's, so it names the customer only where
 * nobody else is said to have come, and the company's account otherwise.
 */
function idsOf(number: string, order: string | null, traits: JsonObject): readonly JsonObject[] {
  const isCollected = ["name", "phone", "email"].some((trait) => traits[trait] !== undefined);
  const ids = externalIds({ pickup_number: number, order_id: order });
  return isCollected
    ? ids.map((id) => (id["type"] === "order_id" ? { ...id, collection: "accounts" } : id))
    : ids;
}
