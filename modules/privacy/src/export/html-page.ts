import type { Locale } from "@causeway/platform-contract";

/** Text as it may stand in HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A page to be read and printed, complete in itself: no script, nothing loaded from anywhere. */
export function htmlPage(title: string, locale: Locale, body: string): string {
  const language = locale === "zh" ? "zh-CN" : "en";
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>
body{font:14px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#1d2129;max-width:820px;margin:40px auto;padding:0 24px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:15px;margin:28px 0 8px;border-bottom:1px solid #e5e6eb;padding-bottom:4px}
p{margin:4px 0;color:#4e5969}table{border-collapse:collapse;width:100%;margin:8px 0;page-break-inside:avoid}
td,th{border-bottom:1px solid #f0f1f3;padding:5px 8px 5px 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:500;color:#86909c;width:30%}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
@media print{body{margin:0;max-width:none}}
</style></head><body>${body}</body></html>`;
}
