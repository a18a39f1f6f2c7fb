import type { Locale } from "@causeway/platform-contract";
import { escapeHtml, htmlPage } from "./html-page.ts";
import type { TableRows } from "./read-person-data.ts";
import { tableWord } from "./table-words.ts";

const words = {
  title: { zh: "个人数据副本", en: "Copy of personal data" },
  lead: {
    zh: "本页列出系统中保存的关于此人的全部数据，依《个人信息保护法》第四十五条与 GDPR 第十五、二十条提供。",
    en: "Everything that is stored about this person, provided under PIPL Art. 45 and GDPR Art. 15 and 20.",
  },
  rows: { zh: "条", en: "rows" },
  none: { zh: "没有保存任何数据。", en: "Nothing is stored." },
} as const;

/** What is stored of a person as a page that they can read. */
export function personPage(
  name: string | null,
  data: readonly TableRows[],
  locale: Locale,
  at: Date,
): string {
  const sections = data.map(({ table, rows }) => {
    const head = `<h2>${escapeHtml(tableWord(table, locale))} · ${rows.length} ${words.rows[locale]}</h2>`;
    return head + rows.map(rowTable).join("");
  });
  const body = `<h1>${words.title[locale]}${name === null ? "" : ` · ${escapeHtml(name)}`}</h1>
    <p>${at.toISOString()}</p><p>${words.lead[locale]}</p>${sections.join("") || `<p>${words.none[locale]}</p>`}`;
  return htmlPage(words.title[locale], locale, body);
}

/** Columns that repeat others in a form for machines. */
const unread: ReadonlySet<string> = new Set(["grams", "title_key", "tx_id"]);

function rowTable(row: TableRows["rows"][number]): string {
  const lines = Object.entries(row)
    .filter(([name, value]) => value !== null && !unread.has(name))
    .map(([name, value]) => {
      const text = typeof value === "object" ? JSON.stringify(value) : String(value);
      return `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(text)}</td></tr>`;
    });
  return `<table>${lines.join("")}</table>`;
}
