import type { Random } from "@causeway/kernel";

/** A row of a list of companies, and which company it is. */
export interface WrittenCompany {
  readonly company: number;
  readonly values: Readonly<Record<string, string>>;
}

const brands = [
  ..."恒砺启衡德宇嘉业信邦宏晟利禾永舜博洋诚锐越天康众和金泽鼎钧中安华泰瑞丰凯盛达通力源正大新远东方海龙兴旺佳美联合创智云腾飞翔航科汇聚鑫磊森林木石玉珠宝山川江河湖",
];
const trades =
  "精密机械 电梯部件 医疗器械 康复器材 钣金 汽配 科技 贸易 电子商务 网络技术 建材 物流 餐饮管理 信息技术 环保设备 自动化设备".split(
    " ",
  );
const cities =
  "苏州 无锡 宁波 佛山 青岛 武汉 成都 郑州 大连 上海 北京 深圳 广州 杭州 南京 西安 长沙 合肥".split(
    " ",
  );
const otherForms = ["", "有限责任公司", "股份有限公司"];

/** So many different companies, and some of them once more: under another legal form, with half of what is known of them. */
export function makeCompanies(
  random: Random,
  size: number,
  twice: number,
): readonly WrittenCompany[] {
  const pick = (of: readonly string[]) => of[Math.floor(random() * of.length)] ?? "";
  const sometimes = (share: number, text: string) => (random() < share ? text : "");
  const names = new Set<string>();
  while (names.size < size) {
    names.add(
      `${pick(cities)}${pick(brands)}${pick(brands)}${sometimes(0.5, pick(brands))}${pick(trades)}`,
    );
  }
  const once = [...names].map((name, company) => ({
    company,
    name,
    website: sometimes(0.5, `https://www.c${company}.com.cn`),
    phone: sometimes(0.5, `+86512${60_000_000 + Math.floor(random() * 9e6)}`),
    credit_code: sometimes(0.5, `91${String(company).padStart(16, "0")}`),
  }));
  const again = Array.from({ length: twice }, () => {
    const own = once[Math.floor(random() * size)] ?? once[0];
    if (own === undefined) throw new RangeError("no company stands twice where there is none");
    const { website, phone, credit_code } = own;
    return {
      ...{ company: own.company, name: `${own.name}${pick(otherForms)}` },
      website: sometimes(0.5, website),
      phone: sometimes(0.5, phone),
      credit_code: sometimes(0.5, credit_code),
    };
  });
  const named = once.map((own) => ({ ...own, name: `${own.name}有限公司` }));
  return [...named, ...again].map(({ company, ...values }) => ({ company, values }));
}
