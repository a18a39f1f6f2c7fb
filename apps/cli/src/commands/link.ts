import { explainPair, type LinkResult, link } from "@causeway/engine-linkage";
import { parseArguments, wholeNumber } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { type RulesFile, readRules } from "../link/read-rules.ts";
import { type LinkFiles, readTruth } from "../link/read-truth.ts";
import { columnOf, withoutColumns } from "../link/row-keys.ts";
import { judgePairs, type LinkQuality } from "../link/truth.ts";
import { writePairs } from "../link/write-pairs.ts";
import { readTable } from "../read-table.ts";
import { say } from "../say.ts";

const usage = `causeway link A.csv [B.csv] [options]

Finds which rows of a file, or of two, are the same person, company or thing. Needs no labels: what the columns hold,
which rows are compared and what each likeness weighs is learned from the file.

  --rules R.json          {"columns": {"name": "company", "note": null}, "blocking": [["zip"], ["name", "city"]],
                          "unique": "left"}: kinds of columns (only those named count), which rows are compared, and
                          which files have each thing once (left, right, both, none); each part may be left out
  --threshold P           the probability from which on rows are one (default 0.5)
  --id COLUMN             the column of ids; never evidence
  --truth COLUMN          rows with the same value are one; never evidence
  --truth PAIRS.csv       pairs of ids that are one
  --truth-pattern 'R'     only the part of the truth column that this pattern captures counts
  --out PAIRS.csv         write left, right (row numbers from 0) and probability
  --seed N                default 1
  --json                  print {"pairs", "clusters", "precision", "recall", "f1", "seconds"}: pairs of rows that are
                          one, things with two rows or more; the middle three with --truth

Two files are compared in the columns that have the same name in both; columns that are named differently are taken
for one where their names mean the same and what they hold is alike (surname and last_name, 手机号码 and 电话), and a
name in one column there is compared with given name and surname here.`;

const options = {
  rules: { type: "string" },
  threshold: { type: "string", default: "0.5" },
  id: { type: "string" },
  truth: { type: "string" },
  "truth-pattern": { type: "string" },
  out: { type: "string" },
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof parseArguments<typeof options>>["values"];

export const linkCommand: Command = {
  name: "link",
  summary: "Find which rows of one or two CSV files are the same person, company or thing",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, options);
    const start = performance.now();
    const files = await readFiles(positionals);
    const known =
      values.truth === undefined
        ? undefined
        : await readTruth(files, values.truth, values["truth-pattern"], values.id);
    const result = linkFiles(
      files,
      values,
      known?.columns ?? [],
      values.rules ? await readRules(values.rules) : {},
    );
    if (values.out !== undefined)
      await writePairs(values.out, result, files.right && files.left.rows);
    const quality = known && judgePairs(known.truth, result.left, result.right);
    const answer = {
      pairs: result.left.length,
      clusters: result.clusters,
      ...quality,
      seconds: (performance.now() - start) / 1000,
    };
    console.log(values.json ? JSON.stringify(answer) : describe(result, quality));
    return 0;
  },
};

async function readFiles([leftPath, rightPath, ...rest]: readonly string[]): Promise<LinkFiles> {
  if (leftPath === undefined || rest.length > 0)
    throw new UsageError("link needs one file or two: causeway link A.csv [B.csv]");
  const left = await readTable(leftPath);
  const right = rightPath === undefined ? undefined : await readTable(rightPath);
  return { left, leftPath, right, rightPath };
}

function linkFiles(
  files: LinkFiles,
  values: Values,
  truth: readonly string[],
  rules: RulesFile,
): LinkResult {
  if (values.id !== undefined) columnOf(files.left, values.id, files.leftPath);
  const silent = new Set([...truth, ...(values.id === undefined ? [] : [values.id.trim()])]);
  const left = withoutColumns(files.left, silent);
  const right = files.right && withoutColumns(files.right, silent);
  const { unique, ...own } = rules;
  try {
    return link(left, right, {
      rules: own,
      threshold: readThreshold(values.threshold),
      seed: wholeNumber(values.seed, "--seed", 0, 2 ** 31),
      unique: unique && {
        left: unique === "left" || unique === "both",
        right: unique === "right" || unique === "both",
      },
    });
  } catch (error) {
    if (error instanceof RangeError)
      throw new UsageError(`These files cannot be linked: ${error.message}`);
    throw error;
  }
}

function readThreshold(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw new UsageError(`--threshold must be between 0 and 1, not “${text}”`);
  return value;
}

function describe(result: LinkResult, quality: LinkQuality | undefined): string {
  const { plan, left, clusters } = result;
  const kinds = plan.columns.map(({ column, kind }) => `${column.name} (${kind})`).join(", ");
  const lines = [
    say({
      zh: `${left.length} 对行属于同一对象，共 ${clusters} 个对象有两行以上`,
      en: `${left.length} pairs of rows are one thing; ${clusters} things have two rows or more`,
    }),
    say({ zh: `依据：${kinds}`, en: `Evidence: ${kinds}` }),
    say({
      zh: `比较范围：${plan.blocks.map(({ name }) => name).join("；")}`,
      en: `Compared where they agree in: ${plan.blocks.map(({ name }) => name).join("; ")}`,
    }),
  ];
  if (plan.renamed.length > 0) {
    const pairs = plan.renamed.map(([one, other]) => `${one} = ${other}`).join(", ");
    lines.push(say({ zh: `视为同一列：${pairs}`, en: `Taken for the same column: ${pairs}` }));
  }
  if (quality) {
    const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
    lines.push(
      say({
        zh: `与真值相比：准确率 ${percent(quality.precision)}，召回率 ${percent(quality.recall)}，F1 ${percent(quality.f1)}`,
        en: `Against the truth: precision ${percent(quality.precision)}, recall ${percent(quality.recall)}, F1 ${percent(quality.f1)}`,
      }),
    );
  }
  return [...lines, ...leastCertain(result)].join("\n");
}

/** The pair that was nearest to being left out, and why it was not. */
function leastCertain(result: LinkResult): readonly string[] {
  const { left, right, probability, plan } = result;
  let least = 0;
  for (let place = 1; place < probability.length; place++) {
    if ((probability[place] ?? 1) < (probability[least] ?? 1)) least = place;
  }
  const [one, other] = [left[least], right[least]];
  if (one === undefined || other === undefined) return [];
  const row = plan.extent.isTwo ? other - plan.extent.leftRows : other;
  const percent = (100 * (probability[least] ?? 0)).toFixed(1);
  const { evidence } = explainPair(result, one, other);
  return [
    say({
      zh: `最没有把握的一对：第 ${one} 行与第 ${row} 行（从 0 数起），${percent} %`,
      en: `The least certain pair: rows ${one} and ${row} (counted from 0), ${percent} %`,
    }),
    ...evidence.slice(0, 6).map(({ text }) => `  ${say(text)}`),
  ];
}
