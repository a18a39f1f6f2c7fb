import { AppError } from "@causeway/kernel";
import type { Label, Locale } from "@causeway/platform-contract";

const words = {
  empty: { zh: "文件是空的。", en: "The file is empty." },
  spreadsheet: {
    zh: "这是旧版 Excel 工作簿（.xls），或设了打开密码。请另存为没有密码的 .xlsx 或“CSV UTF-8”再上传。",
    en: "This is an old Excel workbook (.xls), or one with a password. Save it as .xlsx without a password, or as “CSV UTF-8”, and upload that.",
  },
  archive: {
    zh: "这个压缩包不是 .xlsx 工作簿。请上传 .xlsx 或 CSV 文件。",
    en: "This archive is no .xlsx workbook. Upload an .xlsx or a CSV file.",
  },
  picture: {
    zh: "这个文件不是表格，像是图片、PDF 或程序文件。请上传 .xlsx 或 CSV 文件。",
    en: "This file is no table; it looks like a picture, a PDF or a program. Upload an .xlsx or a CSV file.",
  },
  sheet: { zh: "工作簿中没有这个工作表。", en: "The workbook has no such sheet." },
  workbook: {
    zh: "工作簿超过 100 MB，或其中文字过多。请另存为“CSV UTF-8”再上传。",
    en: "The workbook is larger than 100 MB, or holds too much text. Save it as “CSV UTF-8” and upload that.",
  },
  formulas: {
    zh: "工作簿里的公式还没有算出结果。请用 Excel 或 WPS 打开，保存一次，再上传。",
    en: "The formulas of the workbook have no values yet. Open it in a spreadsheet, save it once, and upload it again.",
  },
  columns: { zh: "文件超过 400 列。", en: "The file has more than 400 columns." },
  damaged: { zh: "文件已损坏。", en: "The file is damaged." },
  unreadable: {
    zh: "文件有一行无法读取：引号没有成对，或一行超过 1 MB。",
    en: "A row of the file cannot be read: a quote is not closed, or it is larger than 1 MB.",
  },
  unpacks: {
    zh: "文件解压后超过原大小的 200 倍。",
    en: "The file unpacks to more than 200 times its size.",
  },
  large: { zh: "文件超过 2 GB。", en: "The file is larger than 2 GB." },
} as const satisfies Readonly<Record<string, Label>>;

const tooLarge: ReadonlySet<string> = new Set(["unpacks", "large", "workbook"]);

/** Why a file cannot be imported, in the language of who sent it. */
export type RefuseFile = (why: keyof typeof words, cause?: unknown) => AppError;

export function refuseFileIn(locale: Locale): RefuseFile {
  return (why, cause) => {
    const message = words[why][locale];
    if (tooLarge.has(why)) return new AppError("too-large", message);
    const issues = [{ path: "body", message }];
    return new AppError("bad-input", message, { issues, ...(cause !== undefined && { cause }) });
  };
}
