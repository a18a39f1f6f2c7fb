/** A text in both languages of the product. */
export interface TwoTexts {
  readonly zh: string;
  readonly en: string;
}

const texts: Readonly<Record<string, TwoTexts>> = {
  different: { zh: "不同", en: "different" },
  "rare-shared": { zh: "有一个少见的编号相同", en: "a rare number is shared" },
  same: { zh: "相同", en: "the same" },
  abbreviation: { zh: "一个是另一个的简称", en: "one is short for the other" },
  "begins-alike": { zh: "开头相同", en: "they begin alike" },
  conflict: { zh: "编号或同一单位的数值不同", en: "other codes, or other amounts of one unit" },
  contained: { zh: "一方的数字都在另一方之中", en: "the numbers of one are all in the other" },
  crossed: { zh: "姓与名互换", en: "given name and surname are crossed" },
  "few-days": { zh: "相差不超过四天", en: "four days apart at most" },
  initial: { zh: "首字母相同", en: "the initial agrees" },
  near: { zh: "接近", en: "near" },
  "one-digit": { zh: "只差一位或日月互换", en: "one digit differs, or day and month are crossed" },
  "one-edit": { zh: "只差一个字符", en: "one character differs" },
  "same-core": { zh: "除组织形式和地区外相同", en: "the same but for legal form and region" },
  "same-domain": { zh: "邮箱域名相同", en: "the same domain" },
  "same-ending": { zh: "号码主体相同", en: "the same subscriber number" },
  "same-local-part": { zh: "@ 之前相同", en: "the same before the @" },
  "same-name": { zh: "网站名称相同", en: "the same name of a site" },
  "same-range": { zh: "数量级相近", en: "of one range" },
  "same-site": { zh: "同一网站", en: "the same site" },
  "same-year": { zh: "年份相同", en: "the same year" },
  "some-shared": { zh: "部分数字相同", en: "some numbers are shared" },
  "two-edits": { zh: "差两个字符", en: "two characters differ" },
  "two-parts": { zh: "年月日中两项相同", en: "two of year, month and day agree" },
  "very-near": { zh: "非常接近", en: "very near" },
};

/** A level of likeness in words. Throws on a level that no comparator has. */
export function levelText(level: string): TwoTexts {
  const alike = /^alike-(\d+)$/.exec(level);
  if (alike) return { zh: `相似度 ${alike[1]} % 以上`, en: `alike by ${alike[1]} % or more` };
  const found = texts[level];
  if (found === undefined) throw new Error(`no words for the level ${level}`);
  return found;
}
