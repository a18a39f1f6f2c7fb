import { counted, type Locale } from "@causeway/platform-contract";
import { eventWord } from "../vocabulary/event-words.ts";
import { pageTopics } from "../vocabulary/page-topics.ts";

interface Describable {
  readonly type: string;
  readonly name: string;
  readonly topic: string | null;
  readonly subject: string | null;
  readonly facts: Readonly<Record<string, string>>;
}

const opened = { zh: "打开", en: "Opened" };

/** What happened in words of the reader's language: 「打开 报价页」, “Opened Pricing”. */
export function titleOf(touchpoint: Describable, locale: Locale): string {
  const { type, name, subject } = touchpoint;
  if (type === "track") {
    const word = eventWord(name);
    const label = word?.label[locale] ?? name;
    if (subject === null || label === subject) return label;
    return `${word?.about?.[locale] ?? label} ${subjectWords[subject]?.[locale] ?? subject}`;
  }
  return `${opened[locale]} ${subject ?? topicLabel(touchpoint.topic, locale) ?? name}`;
}

function topicLabel(topic: string | null, locale: Locale): string | null {
  return pageTopics.find(({ name }) => name === topic)?.label[locale] ?? null;
}

/** An amount in its currency; as the source wrote it where one of the two cannot be read. */
function moneyText(total: string, currency: string | undefined, locale: Locale): string {
  const amount = Number(total);
  if (!Number.isFinite(amount)) return total;
  const tag = locale === "zh" ? "zh-CN" : "en";
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) {
    return [amount.toLocaleString(tag), currency].filter(Boolean).join(" ");
  }
  return amount.toLocaleString(tag, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 0,
  });
}

/** What sources call their forms and visits by a key and not by a title. */
const subjectWords: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  quote: { zh: "询价", en: "for a quote" },
  demo: { zh: "预约演示", en: "for a demo" },
  contact: { zh: "联系我们", en: "to get in touch" },
  "exhibition-brochure": { zh: "展会资料", en: "for the exhibition brochure" },
  preventive: { zh: "预防性保养", en: "for maintenance" },
  repair: { zh: "维修", en: "for a repair" },
};

/** Further facts in one line; null when there are none. Names are given as the source wrote them. */
export function detailOf(touchpoint: Describable, locale: Locale): string | null {
  if (touchpoint.type !== "track") return touchpoint.name;
  const { total, currency, ...others } = touchpoint.facts;
  const money = total === undefined ? [] : [moneyText(total, currency, locale)];
  const parts = Object.entries(others).map(([key, value]) => {
    const write = factWords[key];
    return write === undefined ? value : write(value)[locale];
  });
  parts.unshift(...money);
  return parts.length === 0 ? null : parts.join(" · ");
}

const factWords: Readonly<Record<string, (value: string) => Readonly<Record<Locale, string>>>> = {
  stand: (value) => ({ zh: `展位 ${value}`, en: `stand ${value}` }),
  direction: (value) => ({
    zh: value === "in" ? "呼入" : "呼出",
    en: value === "in" ? "incoming" : "outgoing",
  }),
  days: (value) => ({ zh: `${value} 天`, en: counted(value, "day") }),
  stockDays: (value) => ({ zh: `库存 ${value} 天`, en: `${counted(value, "day")} of stock` }),
  score: (value) => ({ zh: `评分 ${value}`, en: `score ${value}` }),
  beats: (value) => ({ zh: `心跳 ${value} 次`, en: counted(value, "heartbeat") }),
  beamHours: (value) => ({ zh: `出光 ${value} 小时`, en: counted(value, "beam hour") }),
  alarms: (value) => ({ zh: `报警 ${value} 次`, en: counted(value, "alarm") }),
  inquiries: (value) => ({ zh: `询盘 ${value} 条`, en: counted(value, "inquiry", "inquiries") }),
};
