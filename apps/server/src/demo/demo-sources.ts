import { type SourceKind, sourceKinds } from "@causeway/engine-simulation";
import type { SourceId } from "@causeway/kernel";
import { createSource } from "@causeway/module-touchpoints";
import type { TouchpointKind } from "@causeway/platform-contract";
import type { SecretBox, WorkspaceDatabase } from "@causeway/platform-database";
import type { RawSettings } from "./raw/raw-format.ts";
import { rawFormats } from "./raw/raw-formats.ts";

/** A source of the demo company, and what whoever sends to it must know. */
export interface DemoSource {
  readonly writeKey: string;
  /** Of a source that is sent its own raw format. */
  readonly raw?: { readonly id: SourceId; readonly settings: RawSettings };
}
export type DemoSources = Readonly<Partial<Record<SourceKind, DemoSource>>>;

const names: Readonly<
  Record<SourceKind, { readonly kind: TouchpointKind; readonly zh: string; readonly en: string }>
> = {
  web: { kind: "web", zh: "官网", en: "Website" },
  wechat: { kind: "wechat", zh: "微信公众号", en: "WeChat account" },
  call: { kind: "call", zh: "400 热线", en: "400 hotline" },
  wecom: { kind: "wechat", zh: "企业微信", en: "WeCom" },
  email: { kind: "email", zh: "销售邮箱", en: "Sales mailbox" },
  mailing: { kind: "email", zh: "邮件群发", en: "Mailings" },
  exhibition: { kind: "exhibition", zh: "展会", en: "Exhibitions" },
  iot: { kind: "iot", zh: "设备物联网", en: "Machines (IoT)" },
  order: { kind: "order", zh: "商城订单", en: "Shop orders" },
  service: { kind: "service", zh: "服务工单", en: "Service desk" },
  ad: { kind: "ad", zh: "广告", en: "Advertising" },
  message: { kind: "message", zh: "社媒私信", en: "Direct messages" },
  pickup: { kind: "other", zh: "仓库提货", en: "Warehouse pick-ups" },
  dealer: { kind: "other", zh: "经销商门户", en: "Dealer portal" },
};

/**
 * Makes those of the demo company's sources that are not known yet; returns all. They are sources of history: the past
 * counts as known when it happened. None connects to anything: there is no other side.
 */
export async function createDemoSources(
  workspace: WorkspaceDatabase,
  locale: "zh" | "en",
  secrets: SecretBox,
  known: DemoSources = {},
): Promise<DemoSources> {
  const sources: Partial<Record<SourceKind, DemoSource>> = { ...known };
  for (const source of sourceKinds.filter((one) => known[one] === undefined)) {
    const { kind, [locale]: name } = names[source];
    const format = rawFormats[source];
    const settings = format?.settings(locale);
    const raw = format && { connector: format.connector, settings };
    const entry = { name, kind, history: true, connects: false, ...raw };
    const made = await createSource(workspace, entry, secrets);
    const id = made.id as SourceId;
    sources[source] = { writeKey: made.writeKey, ...(settings && { raw: { id, settings } }) };
  }
  return sources;
}

/** Sources as they were kept; an older version kept write keys alone. */
export function parseDemoSources(text: string): DemoSources {
  const kept = JSON.parse(text) as Readonly<Record<string, DemoSource | string>>;
  return Object.fromEntries(
    Object.entries(kept).map(([kind, source]) => [
      kind,
      typeof source === "string" ? { writeKey: source } : source,
    ]),
  );
}
