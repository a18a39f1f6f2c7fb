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
    {
      zh: '需要先取得访客同意时，在第二个 <script> 上加 data-consent="required"：调用 causeway.consent(true) 之前什么也不记录，consent(false) 全部忘记。',
      en: 'Where visitors must agree first, add data-consent="required" to the second <script>: nothing is kept before causeway.consent(true), and consent(false) forgets everything.',
    },
    {
      zh: "访客登录或提交表单时调用 causeway.identify({ email, phone, name })，或在表单上加 data-causeway-form 与 data-causeway-identify：之前的匿名访问会归到此人。",
      en: "When a visitor signs in or sends a form, call causeway.identify({ email, phone, name }), or put data-causeway-form and data-causeway-identify on the form: what they did before becomes theirs.",
    },
  ],
  read: readEventJson,
} satisfies ConnectorKind;
