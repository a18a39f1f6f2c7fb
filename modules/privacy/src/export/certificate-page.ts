import { basisWords, type Erasure, type Locale } from "@causeway/platform-contract";
import { escapeHtml, htmlPage } from "./html-page.ts";
import { tableWord } from "./table-words.ts";

const words = {
  title: { zh: "删除证明", en: "Certificate of erasure" },
  number: { zh: "编号", en: "Number" },
  basis: { zh: "依据", en: "Basis" },
  by: { zh: "经办人", en: "Requested by" },
  requested: { zh: "受理时间", en: "Requested at" },
  finished: { zh: "完成时间", en: "Finished at" },
  again: { zh: "复查发现的残留", en: "Found by the look at the end" },
  marks: { zh: "生效中的删除标记", en: "Tombstones in force" },
  table: { zh: "数据", en: "Data" },
  deleted: { zh: "删除", en: "Deleted" },
  changed: { zh: "从他人数据中去除", en: "Taken out of others' data" },
  lead: {
    zh: "本证明不含任何个人数据。删除标记是带密钥的散列值，仅用于阻止同一人的数据被再次录入。",
    en: "This certificate holds no personal data. Tombstones are keyed hashes; they only keep the same person's data from being taken in again.",
  },
} as const;

/** To the second, and in no doubt about the zone. */
function moment(at: string | null): string {
  return at === null ? "" : `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

/** The certificate of an erasure, to be printed. */
export function certificatePage(erasure: Erasure, locale: Locale): string {
  const facts: readonly (readonly [string, string])[] = [
    [words.number[locale], erasure.id],
    [words.basis[locale], basisWords[erasure.basis][locale]],
    [words.by[locale], erasure.requestedBy],
    [words.requested[locale], moment(erasure.requestedAt)],
    [words.finished[locale], moment(erasure.finishedAt)],
    [words.again[locale], String(erasure.found ?? "")],
    [words.marks[locale], String(erasure.tombstones)],
  ];
  const rows = Object.entries(erasure.counts).map(
    ([table, { deleted, changed }]) =>
      `<tr><td>${escapeHtml(tableWord(table, locale))}</td><td class="number">${deleted}</td><td class="number">${changed}</td></tr>`,
  );
  const body = `<h1>${words.title[locale]}</h1><p>${words.lead[locale]}</p>
    <table>${facts.map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`).join("")}</table>
    <table><tr><th>${words.table[locale]}</th><th class="number">${words.deleted[locale]}</th><th class="number">${words.changed[locale]}</th></tr>${rows.join("")}</table>`;
  return htmlPage(words.title[locale], locale, body);
}
