import { type SourceKind, sourceKinds } from "@causeway/engine-simulation";
import { createSource } from "@causeway/module-touchpoints";
import type { TouchpointKind } from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import type { WriteKeys } from "./demo-events.ts";

interface DemoSource {
  readonly kind: TouchpointKind;
  readonly zh: string;
  readonly en: string;
}

const sources: Readonly<Record<SourceKind, DemoSource>> = {
  web: { kind: "web", zh: "官网", en: "Website" },
  wechat: { kind: "wechat", zh: "微信公众号", en: "WeChat account" },
  call: { kind: "call", zh: "400 热线", en: "400 hotline" },
  email: { kind: "email", zh: "邮件", en: "E-mail" },
  exhibition: { kind: "exhibition", zh: "展会", en: "Exhibitions" },
  iot: { kind: "iot", zh: "设备物联网", en: "Machines (IoT)" },
  order: { kind: "order", zh: "商城订单", en: "Shop orders" },
  service: { kind: "service", zh: "服务工单", en: "Service desk" },
  ad: { kind: "ad", zh: "广告", en: "Advertising" },
  message: { kind: "message", zh: "社媒私信", en: "Direct messages" },
  pickup: { kind: "other", zh: "仓库提货", en: "Warehouse pick-ups" },
  dealer: { kind: "other", zh: "经销商门户", en: "Dealer portal" },
};

/** Makes the demo company's sources. They are sources of history: the past counts as known when it happened. */
export async function createDemoSources(
  workspace: WorkspaceDatabase,
  locale: "zh" | "en",
): Promise<WriteKeys> {
  const keys: Partial<Record<SourceKind, string>> = {};
  for (const source of sourceKinds) {
    const { kind } = sources[source];
    const made = await createSource(workspace, {
      name: sources[source][locale],
      kind,
      history: true,
    });
    keys[source] = made.writeKey;
  }
  return keys;
}
