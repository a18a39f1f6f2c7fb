import type { Label } from "@causeway/platform-contract";

/** What pages are about, by the topics that the twin tells apart. */
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
