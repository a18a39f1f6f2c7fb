import { normalForm } from "../text/normal-form.ts";

/** What a column may be called, concept by concept; the first that fits counts. */
const concepts: readonly (readonly [concept: string, form: RegExp])[] = [
  ["e-mail", /e?mail|邮箱|电邮/],
  ["postal code", /zip|post(?:al)?(?:code)?$|postcode|邮编|邮政编码/],
  ["website", /website|homepage|^url$|domain|网址|网站|官网/],
  ["phone", /phone|^tel|telno|mobile|^cell|fax|手机|电话|联系方式/],
  ["given name", /^(?:fname|f_?name|forename|given|first)|given ?name|first ?name|^名$|^名字$/],
  ["middle name", /^mid|middle/],
  ["family name", /^(?:lname|l_?name)|surname|last ?name|family ?name|^姓$|^姓氏$/],
  ["birth date", /birth|^dob$|^born|生日|出生/],
  ["gender", /^sex$|gender|性别/],
  ["age", /^age$|年龄/],
  ["company", /company|organi[sz]ation|^org$|employer|firm|^account|公司|企业|单位|客户名称|机构/],
  ["brand", /brand|manufacturer|^make$|^maker|vendor|^mfr|品牌|厂商|厂家|制造商/],
  ["model", /model|part ?n|sku|^mpn|型号|货号/],
  ["address", /addr|street|地址|住址/],
  ["city", /city|town|suburb|locality|municipality|城市|所在市/],
  ["state", /^state|province|region|county|省/],
  ["country", /country|nation|国家/],
  ["price", /price|cost|价格|单价|售价/],
  ["year", /^(?:year|yr)|年份|年度/],
  ["people", /author|artist|director|作者|歌手|导演/],
  ["venue", /venue|journal|booktitle|conference|期刊|会议/],
  ["publisher", /publisher|出版社/],
  ["description", /descr|detail|summary|abstract|描述|说明|简介/],
  ["job", /job|position|occupation|职位|职务|岗位/],
  ["person", /full ?name|contact|person|^name of|^姓名$|联系人|^客户$|负责人/],
  ["title", /title|product|item|^name$|song|album|movie|book|label|标题|商品|产品|名称/],
];

/** What the name of a column means, as far as it is a usual one; undefined otherwise. */
export function headerConcept(name: string): string | undefined {
  const text = normalForm(name)
    .replace(/[_\-./]+/g, " ")
    .trim();
  return concepts.find(([, form]) => form.test(text))?.[0];
}
