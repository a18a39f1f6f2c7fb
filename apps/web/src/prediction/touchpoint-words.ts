import type { Label } from "@causeway/platform-contract";

/** What pages are about, as one chooses it. */
export const pageTopicChoices: Readonly<Record<string, Label>> = {
  pricing: { zh: "报价", en: "pricing" },
  demo: { zh: "演示申请", en: "a demo" },
  comparison: { zh: "产品对比", en: "comparisons" },
  certification: { zh: "认证合规", en: "certification" },
  documents: { zh: "技术文档", en: "documents" },
  cases: { zh: "客户案例", en: "customer cases" },
  careers: { zh: "招聘", en: "careers" },
  support: { zh: "服务支持", en: "support" },
  contact: { zh: "联系方式", en: "contact" },
  product: { zh: "产品", en: "products" },
  news: { zh: "新闻", en: "news" },
};

/** What pages are about, by the topics that the twin tells apart: what was done. */
export const pageTopicNames: Readonly<Record<string, Label>> = {
  pricing: { zh: "报价页浏览", en: "Views of pricing" },
  demo: { zh: "演示申请页浏览", en: "Views of demo requests" },
  comparison: { zh: "对比页浏览", en: "Views of comparisons" },
  certification: { zh: "认证页浏览", en: "Views of certification" },
  documents: { zh: "技术文档浏览", en: "Views of documents" },
  cases: { zh: "案例浏览", en: "Views of cases" },
  careers: { zh: "招聘页浏览", en: "Views of careers" },
  support: { zh: "服务页浏览", en: "Views of support" },
  contact: { zh: "联系页浏览", en: "Views of contact" },
  product: { zh: "产品页浏览", en: "Views of products" },
  news: { zh: "新闻浏览", en: "Views of news" },
};
