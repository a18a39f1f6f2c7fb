import { AppError } from "@causeway/kernel";
import type { Connector } from "@causeway/platform-contract";
import type { ConnectorKind } from "./connector.ts";
import { eventsApi } from "./kinds/events-api.ts";
import { exhibition } from "./kinds/exhibition.ts";
import { hotline } from "./kinds/hotline.ts";
import { iotMqtt } from "./kinds/iot-mqtt.ts";
import { mailbox } from "./kinds/mailbox.ts";
import { mapped } from "./kinds/mapped.ts";
import { mysqlTable } from "./kinds/mysql-table.ts";
import { pickups } from "./kinds/pickups.ts";
import { sentMail } from "./kinds/sent-mail.ts";
import { shopify } from "./kinds/shopify.ts";
import { sqlTable } from "./kinds/sql-table.ts";
import { website } from "./kinds/website.ts";
import { wechatMini } from "./kinds/wechat-mini.ts";
import { wechatOfficial } from "./kinds/wechat-official.ts";
import { wecom } from "./kinds/wecom.ts";

/** Every kind of source, in the order in which they are offered. A further one is its file and a line here. */
export const connectorKinds: readonly ConnectorKind[] = [
  website,
  wechatOfficial,
  wechatMini,
  hotline,
  mailbox,
  sentMail,
  wecom,
  exhibition,
  shopify,
  pickups,
  iotMqtt,
  mapped,
  sqlTable,
  mysqlTable,
  eventsApi,
];

const byName = new Map(connectorKinds.map((kind) => [kind.name, kind]));

/** The kind of a name; `null` for one that this version does not know. */
export function findConnector(name: string): ConnectorKind | null {
  return byName.get(name) ?? null;
}

/** Throws `AppError("not-found")`. */
export function getConnector(name: string): ConnectorKind {
  const kind = findConnector(name);
  if (kind === null)
    throw new AppError("not-found", { zh: "没有这类来源", en: "There is no such kind of source" });
  return kind;
}

/** What a page may know of a kind. */
export function presentConnector(kind: ConnectorKind): Connector {
  const { name, label, summary, way } = kind;
  return {
    ...{ name, label, summary, way, kind: kind.kind },
    choosesKind: kind.choosesKind ?? false,
    acceptsFiles: kind.acceptsFiles ?? false,
    identifiers: [...kind.identifiers],
    fields: kind.fields.map((field) => ({ ...field, options: [...field.options] })),
    steps: [...kind.steps],
    sample: kind.sample ?? null,
  };
}
