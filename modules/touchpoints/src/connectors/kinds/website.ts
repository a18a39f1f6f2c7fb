import type { ConnectorKind } from "../connector.ts";
import { readEventJson } from "../read-event-json.ts";

/** Pages of one's own with our script: pages, dwell, scroll depth, clicks, forms. The page shows the snippet. */
export const website = {
  name: "website",
  kind: "web",
  label: { zh: "网站", en: "Website" },
  summary: {
    zh: "一段代码：浏览、停留、滚动、点击、表单",
    en: "One snippet: pages, dwell, scroll, clicks, forms",
  },
  identifiers: ["anonymous_id", "user_id", "email", "phone", "gclid", "fbclid", "ttclid", "bd_vid"],
  way: "sdk",
  fields: [],
  steps: [
    {
      zh: "把下面的代码放进网页的 <head>，打开网页即可看到第一个事件。",
      en: "Put the snippet below into the pages' <head> and open one to see the first event.",
    },
  ],
  read: readEventJson,
} satisfies ConnectorKind;
