import { hasHan } from "./simplified.ts";

const legalForms = new Set(
  (
    "inc incorporated corp corporation co company companies ltd limited llc llp lp plc gmbh mbh ag kg kgaa ohg ug se sa sas sarl " +
    "srl spa bv nv ab as asa oy oyj aps kft zrt doo dd sro spzoo pty pte pvt bhd sdn kk holding holdings group cie the and"
  ).split(" "),
);

const hanForms =
  /(?:集团股份有限公司|控股集团有限公司|集团有限责任公司|集团有限公司|股份有限公司|有限责任公司|控股有限公司|有限公司|股份公司|总公司|分公司|子公司|公司|集团|控股|有限合伙|合伙企业|企业|株式会社)/gu;

const regions =
  "中国 中华 北京 上海 天津 重庆 广东 广州 深圳 东莞 佛山 珠海 惠州 江苏 南京 苏州 无锡 常州 南通 浙江 杭州 宁波 温州 嘉兴 绍兴 金华 山东 济南 青岛 烟台 " +
  "福建 福州 厦门 泉州 四川 成都 湖北 武汉 湖南 长沙 河南 郑州 河北 石家庄 山西 太原 陕西 西安 安徽 合肥 江西 南昌 辽宁 沈阳 大连 吉林 长春 黑龙江 哈尔滨 " +
  "广西 南宁 云南 昆明 贵州 贵阳 海南 海口 甘肃 兰州 宁夏 银川 青海 西宁 新疆 乌鲁木齐 西藏 拉萨 内蒙古 呼和浩特 香港 澳门 台湾 台北";
const hanRegions = new RegExp(
  `(?:${regions.split(" ").join("|")})(?:省|市|区|特别行政区|自治区)?`,
  "gu",
);

/** What a company's name is made of. */
export interface CompanyName {
  /** Without legal form, brackets and region: what tells it from others. */
  readonly core: string;
  /** The words of the core; for Chinese its characters. */
  readonly words: readonly string[];
  /** The places named in it. */
  readonly regions: readonly string[];
}

/** Takes a company's name, in normal form, apart. */
export function companyName(name: string): CompanyName {
  return hasHan(name) ? hanCompany(name) : latinCompany(name);
}

function hanCompany(name: string): CompanyName {
  const bare = name.replace(/[\s()（）《》"“”'.,，。·&-]/gu, "");
  const named = bare.match(hanRegions) ?? [];
  const withoutForm = bare.replace(hanForms, "") || bare;
  const core = withoutForm.replace(hanRegions, "");
  const own = [...core].length >= 2 ? core : withoutForm;
  return { core: own, words: [...own], regions: named.map((region) => region.slice(0, 2)) };
}

function latinCompany(name: string): CompanyName {
  // l.l.c. and s.a.r.l. are words too.
  const joined = name.replace(/\b(?:\p{L}\.){2,}\p{L}?/gu, (dotted) => dotted.replaceAll(".", ""));
  const words = (joined.replace(/(?<=\p{L})'(?=\p{L})/gu, "").match(/[\p{L}\p{N}]+/gu) ??
    []) as string[];
  const own = words.filter((word) => !legalForms.has(word));
  const kept = own.length > 0 ? own : words;
  return { core: kept.join(" "), words: kept, regions: [] };
}

/**
 * Whether `short` is `long` cut down: its characters stand in it in the same order and begin with its first or with a
 * word of it (中石化 for 中国石油化工, IBM for International Business Machines).
 */
export function isAbbreviation(short: string, long: CompanyName, longText: string): boolean {
  const letters = [...short.replace(/\s/g, "")];
  if (letters.length < 2) return false;
  if (hasHan(short))
    return letters.length < [...longText].length && standIn(letters, [...longText]);
  const initials = long.words.map((word) => word[0] ?? "");
  return letters.length >= initials.length - 1 && standIn(letters, initials);
}

/** Whether all of these stand in the other in the same order. */
function standIn(letters: readonly string[], characters: readonly string[]): boolean {
  let place = 0;
  for (const letter of letters) {
    while (place < characters.length && characters[place] !== letter) place++;
    if (place++ >= characters.length) return false;
  }
  return true;
}
