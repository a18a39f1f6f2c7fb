import type { Label } from "@causeway/platform-contract";

/** What a page is about, as far as its address or title tells. */
export interface PageTopic {
  readonly name: string;
  readonly label: Label;
  readonly pattern: RegExp;
  /** A visit says something about buying by itself. */
  readonly isKey?: true;
}

/** Tried in this order on "path title", in lower case. */
export const pageTopics: readonly PageTopic[] = [
  {
    name: "pricing",
    label: { zh: "报价页", en: "Pricing" },
    pattern: /pric(e|ing)|quot(e|ation)|plans?\b|报价|价格|询价|套餐/,
    isKey: true,
  },
  {
    name: "demo",
    label: { zh: "演示申请", en: "Demo request" },
    pattern: /\bdemo\b|trial|试用|演示|预约/,
    isKey: true,
  },
  {
    name: "comparison",
    label: { zh: "对比页", en: "Comparison" },
    pattern: /compar|\bvs\b|versus|对比|比较|选型/,
  },
  {
    name: "certification",
    label: { zh: "认证合规", en: "Certification" },
    pattern: /certif|complian|gdpr|\bce\b|\biso\b|认证|合规|资质/,
  },
  {
    name: "documents",
    label: { zh: "技术文档", en: "Documents" },
    pattern: /\bdocs?\b|manual|handbook|white-?paper|datasheet|download|手册|文档|白皮书|资料|下载/,
  },
  {
    name: "cases",
    label: { zh: "客户案例", en: "Customer cases" },
    pattern: /\bcases?\b|customers?\b|testimonial|案例/,
  },
  {
    name: "careers",
    label: { zh: "招聘", en: "Careers" },
    pattern: /career|\bjobs?\b|join-us|招聘|加入我们|职位/,
  },
  {
    name: "support",
    label: { zh: "服务支持", en: "Support" },
    pattern: /support|service|help|\bfaq\b|spare|服务|支持|备件|帮助/,
  },
  {
    name: "contact",
    label: { zh: "联系我们", en: "Contact" },
    pattern: /contact|联系/,
  },
  {
    name: "product",
    label: { zh: "产品页", en: "Product" },
    pattern: /product|solution|产品|方案|机型/,
  },
  { name: "news", label: { zh: "新闻", en: "News" }, pattern: /news|blog|press|新闻|动态|博客/ },
];

/** The topic of a page; null when neither path nor title tells. */
export function pageTopic(path: string, title: string): PageTopic | null {
  const text = `${path} ${title}`.toLowerCase();
  return pageTopics.find((topic) => topic.pattern.test(text)) ?? null;
}
