import type { ConnectorKind } from "../connector.ts";
import { readEventJson } from "../read-event-json.ts";

/** Segment or RudderStack SDKs and calls of servers. */
export const eventsApi = {
  name: "events-api",
  kind: "other",
  choosesKind: true,
  label: { zh: "SDK 或服务器调用", en: "SDK or server calls" },
  summary: {
    zh: "现有 Segment / RudderStack SDK 不用改",
    en: "Existing Segment and RudderStack SDKs work unchanged",
  },
  identifiers: ["user_id", "anonymous_id", "email", "phone", "external:*"],
  way: "sdk",
  fields: [],
  steps: [
    {
      zh: "把现有 SDK 的地址和密钥指向这里，或直接调用接口。",
      en: "Point the address and key of an existing SDK here, or call the API.",
    },
  ],
  read: readEventJson,
} satisfies ConnectorKind;
