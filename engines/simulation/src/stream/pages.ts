/** Pages of the vendor's website. */
export const pages = {
  home: { path: "/", zh: "首页", en: "Home" },
  pricing: { path: "/pricing", zh: "价格与方案", en: "Pricing" },
  comparison: { path: "/compare", zh: "机型参数对比", en: "Compare models" },
  certification: { path: "/certification/ce", zh: "欧盟 CE 认证", en: "EU CE certification" },
  documents: {
    path: "/docs/cutting-parameters",
    zh: "切割工艺参数手册",
    en: "Cutting parameter handbook",
  },
  g4: { path: "/products/g4", zh: "光纤激光切割机 G4", en: "Fiber laser cutter G4" },
  g6: { path: "/products/g6", zh: "光纤激光切割机 G6", en: "Fiber laser cutter G6" },
  cases: { path: "/cases", zh: "客户案例", en: "Customer cases" },
  news: { path: "/news", zh: "新闻动态", en: "News" },
  support: { path: "/support", zh: "服务与支持", en: "Service and support" },
  spareParts: { path: "/support/spare-parts", zh: "备件与耗材", en: "Spare parts" },
  careers: { path: "/careers", zh: "加入我们", en: "Careers" },
  contact: { path: "/contact", zh: "联系我们", en: "Contact" },
} as const;

export type PageName = keyof typeof pages;
