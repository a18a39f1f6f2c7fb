import { AppError, issueAt } from "@causeway/kernel";
import { readTable } from "@causeway/module-records";
import { type Locale, type NewHolding, newHoldingSchema } from "@causeway/platform-contract";

/** What columns may be called, without case, spaces and marks. */
const columnNames = {
  holder: [
    "holder",
    "shareholder",
    "owner",
    "parent",
    "股东",
    "股东名称",
    "持股方",
    "投资方",
    "母公司",
  ],
  holderCode: [
    "holdercode",
    "shareholdercode",
    "ownercode",
    "股东代码",
    "股东统一社会信用代码",
    "持股方代码",
  ],
  holderType: ["holdertype", "shareholdertype", "股东类型", "持股方类型"],
  company: [
    "company",
    "subsidiary",
    "企业",
    "企业名称",
    "公司",
    "公司名称",
    "被投资企业",
    "被投资方",
    "子公司",
  ],
  companyCode: ["companycode", "creditcode", "企业代码", "公司代码", "统一社会信用代码"],
  share: ["share", "sharepercent", "percent", "持股比例", "出资比例", "比例"],
  relation: ["relation", "关系"],
  since: ["since", "date", "日期", "变更日期", "持股日期"],
} as const;

const people = new Set(["person", "individual", "自然人", "自然人股东", "个人"]);
const branches = new Set(["branch", "分公司", "分支机构"]);

const words = {
  columns: {
    zh: "文件需要“股东”和“公司”两列（或 holder、company；可以只有代码）",
    en: "The file needs columns `holder` and `company` (or their codes)",
  },
  share: { zh: "持股比例应为 0 到 100", en: "the share must be a number from 0 to 100" },
  parties: { zh: "缺少股东或公司", en: "holder or company is missing" },
  since: { zh: "日期无法识别", en: "the date cannot be read" },
  other: { zh: "无法识别", en: "cannot be read" },
};

export interface ReadOwnership {
  readonly holdings: readonly NewHolding[];
  readonly read: number;
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * Reads holdings from a table: who holds which company, by name or code, how many percent, as a branch, since when. Lines
 * that say nothing usable are told with their reason. Throws AppError("bad-input") where the columns are not there.
 */
export async function readOwnershipFile(
  content: AsyncIterable<Uint8Array>,
  locale: Locale,
): Promise<ReadOwnership> {
  const { columns, rows } = await readTable(content, locale);
  const places = placesOf(columns);
  const has = (...names: (keyof typeof columnNames)[]) => names.some((name) => places[name] >= 0);
  if (!has("holder", "holderCode") || !has("company", "companyCode")) {
    throw new AppError("bad-input", words.columns, {
      issues: [issueAt("file", words.columns)],
    });
  }
  const holdings: NewHolding[] = [];
  const refused: { line: number; reason: string }[] = [];
  let read = 0;
  for await (const { line, cells } of rows) {
    read++;
    const found = readLine((name) => cells[places[name]]?.trim() || null);
    if (typeof found === "string") refused.push({ line, reason: words[found][locale] });
    else holdings.push(found);
  }
  return { holdings, read, refused };
}

type Cell = (name: keyof typeof columnNames) => string | null;

function readLine(cell: Cell): NewHolding | "share" | "parties" | "since" | "other" {
  const relation = branches.has(cell("relation")?.toLowerCase() ?? "") ? "branch" : "shares";
  const share = relation === "branch" ? 100 : percentOf(cell("share"));
  if (share === null) return "share";
  const since = cell("since");
  const day = since === null ? undefined : new Date(since.replaceAll("/", "-"));
  if (day && !(day.getTime() > 0)) return "since";
  const holder = { name: cell("holder"), creditCode: cell("holderCode") };
  const company = { name: cell("company"), creditCode: cell("companyCode") };
  const isNamed = [holder, company].every((one) => one.name !== null || one.creditCode !== null);
  if (!isNamed) return "parties";
  const isPerson = people.has(cell("holderType")?.toLowerCase() ?? "");
  const holding = {
    holder: { ...holder, isPerson },
    company,
    relation,
    share,
    ...(day && { since: day.toISOString() }),
  } as const;
  return newHoldingSchema.safeParse(holding).success ? holding : "other";
}

/** Percent, with or without its sign; a register that writes .25 for a quarter is not guessed at. */
function percentOf(text: string | null): number | null {
  if (text === null) return null;
  const share = Number(text.replace(/[%％]\s*$/, ""));
  return share >= 0 && share <= 100 ? share : null;
}

function known(name: keyof typeof columnNames): ReadonlySet<string> {
  return new Set(columnNames[name]);
}

function placesOf(columns: readonly string[]): Record<keyof typeof columnNames, number> {
  const plain = columns.map((column) => column.toLowerCase().replace(/[\s_\-()（）%％]/g, ""));
  const place = (name: keyof typeof columnNames) =>
    plain.findIndex((column) => known(name).has(column));
  return {
    holder: place("holder"),
    holderCode: place("holderCode"),
    holderType: place("holderType"),
    company: place("company"),
    companyCode: place("companyCode"),
    share: place("share"),
    relation: place("relation"),
    since: place("since"),
  };
}
