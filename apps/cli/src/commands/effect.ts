import {
  adjustByGraph,
  type Check,
  type EffectAnswer,
  type EffectEstimand,
  type EffectMethod,
  estimateByFormula,
  estimateEffect,
  type GraphAdjustment,
  type PosedEffect,
  poseEffect,
} from "@causeway/engine-causal";
import { parseGraph } from "@causeway/engine-graph";
import { createDataset, type Dataset, inferColumn } from "@causeway/engine-learning";
import { parseArguments, wholeNumber } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { nameList } from "../name-list.ts";
import { readTable } from "../read-table.ts";
import { refuseStrayText } from "../refuse-stray-text.ts";
import { say } from "../say.ts";
import { readGraph } from "./identify.ts";

const usage = `causeway effect FILE --treatment T --outcome Y (--adjust A,B,C | --graph G) [options]

Estimates what a treatment does to an outcome; checks decide whether the number may be given.

  --treatment T           a column of two values, of levels (see --contrast), or a number
  --outcome Y             a column of numbers, or of yes and no
  --adjust A,B,C          the columns to adjust for ("" for none, as in an experiment)
  --graph G               "x -> z; z -> y; x <-> y": the graph says what to adjust for, or by which other formula the effect follows,
                          or that data cannot tell
  --method NAME           aipw, dml, ipw, regression or iv (default: aipw; dml for a number)
  --estimand NAME         ate: for all, or att: for the treated (default: ate)
  --contrast "A,B"        treated and control level, where the treatment has more than two
  --instrument Z          for the method iv; with --graph it is found there
  --placebo-outcome P     a column that the treatment cannot have changed
  --cluster C             rows with the same value belong together
  --columns A,B,…         the names of the columns of a file without a header
  --seed N                default 1
  --json                  print one JSON object`;

const options = {
  treatment: { type: "string" },
  outcome: { type: "string" },
  adjust: { type: "string" },
  graph: { type: "string" },
  method: { type: "string" },
  estimand: { type: "string", default: "ate" },
  contrast: { type: "string" },
  instrument: { type: "string" },
  "placebo-outcome": { type: "string" },
  cluster: { type: "string" },
  columns: { type: "string" },
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof parseArguments<typeof options>>["values"];
type Answer = Pick<
  EffectAnswer,
  "estimate" | "standardError" | "interval" | "verdict" | "checks"
> & { readonly rows?: number; readonly contrast?: PosedEffect["contrast"] };

export const effectCommand: Command = {
  name: "effect",
  summary: "Estimate what a treatment does to an outcome, with checks that may refuse it",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, options);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0)
      throw new UsageError("effect needs exactly one FILE");
    const text = await readTable(
      path,
      values.columns === undefined ? undefined : nameList(values.columns, "--columns"),
    );
    refuseStrayText(path, text, namesIn(values));
    const start = performance.now();
    const table = createDataset(
      text.names.map((name, place) => inferColumn(name, text.columns[place] ?? []).column),
      text.rows,
    );
    const answer = explained(() => answerOf(table, values));
    const seconds = (performance.now() - start) / 1000;
    console.log(values.json ? JSON.stringify({ ...answer, seconds }) : describe(answer));
    return 0;
  },
};

function answerOf(table: Dataset, values: Values): Answer {
  const treatment = required(values.treatment, "--treatment T");
  const outcome = required(values.outcome, "--outcome Y");
  const seed = wholeNumber(values.seed, "--seed", 0, 2 ** 31);
  const asked = values.method === undefined ? undefined : readMethod(values.method);
  const estimand = readEstimand(values.estimand);
  const way = wayOf(table, values, treatment, outcome, asked);
  if (!way.possible && way.formula && estimand === "ate") {
    const answer = estimateByFormula(table, way.formula, {
      treatment,
      outcome,
      contrast: readContrast(values.contrast),
      placeboOutcome: values["placebo-outcome"],
      seed,
    });
    return { ...answer, checks: [way.check, ...answer.checks] };
  }
  const posed = poseEffect(table, {
    treatment,
    outcome,
    adjust: way.possible ? way.adjust : [],
    contrast: readContrast(values.contrast),
    instrument: way.possible ? way.instrument : undefined,
    placeboOutcome: values["placebo-outcome"],
    cluster: values.cluster,
  });
  const { contrast } = posed;
  const method = asked ?? (posed.problem.isBinary ? "aipw" : "dml");
  if (!way.possible) {
    const nothing = { estimate: null, standardError: null, interval: null };
    const check = way.formula ? onlyForAll : way.check;
    return { ...nothing, verdict: "refused", checks: [check], ...(contrast && { contrast }) };
  }
  const answer = estimateEffect(posed.problem, { method, estimand, seed, placebo: posed.placebo });
  const checks = [...(way.check ? [way.check] : []), ...answer.checks];
  const verdict =
    answer.verdict === "trusted" && way.check?.verdict === "caution" ? "caution" : answer.verdict;
  return { ...answer, verdict, checks, ...(contrast && { contrast }) };
}

const onlyForAll: Check = {
  name: "identification",
  verdict: "refused",
  says: {
    zh: "此图不能靠调整求得作用；其他公式只给出对全体的作用（ate）。",
    en: "By this graph no adjustment gives the effect, and its formula answers for all, not for the treated (ate, not att).",
  },
};

interface Way {
  readonly possible: true;
  readonly adjust: readonly string[];
  readonly instrument?: string | undefined;
  readonly check?: Check;
}

function wayOf(
  table: Dataset,
  values: Values,
  treatment: string,
  outcome: string,
  method: EffectMethod | undefined,
): Way | Extract<GraphAdjustment, { readonly possible: false }> {
  if ((values.adjust === undefined) === (values.graph === undefined))
    throw new UsageError("effect needs either --adjust A,B,C or --graph G");
  if (values.graph !== undefined) {
    const graph = parseGraph(values.graph);
    const known = new Set(table.columns.map(({ name }) => name));
    const unknown = graph.nodes.find((node) => !known.has(node));
    if (unknown !== undefined) {
      throw new UsageError(
        `The graph speaks of “${unknown}”, which is no column of the file; write a hidden common cause of a and b as a <-> b`,
      );
    }
    return adjustByGraph(graph, treatment, outcome, method);
  }
  if (method === "iv" && values.instrument === undefined)
    throw new UsageError("The method iv needs --instrument Z, or a --graph that has one");
  const adjust = nameList(values.adjust ?? "", "--adjust");
  return { possible: true, adjust, instrument: values.instrument };
}

/** The columns that the question speaks of, as far as it can be read. */
function namesIn({ treatment, outcome, adjust, graph, ...values }: Values): readonly string[] {
  const nodes = graph === undefined ? [] : readGraph(graph).nodes;
  const others = [treatment, outcome, values["placebo-outcome"], values.instrument];
  return [
    ...nodes,
    ...nameList(adjust ?? "", "--adjust"),
    ...others.flatMap((name) => (name === undefined ? [] : [name.trim()])),
  ];
}

function required(value: string | undefined, what: string): string {
  if (value === undefined || value.trim() === "") throw new UsageError(`effect needs ${what}`);
  return value.trim();
}

function readMethod(text: string): EffectMethod {
  const methods = ["aipw", "dml", "ipw", "regression", "iv"] as const;
  const found = methods.find((method) => method === text);
  if (!found) throw new UsageError(`--method must be one of ${methods.join(", ")}, not “${text}”`);
  return found;
}

function readEstimand(text: string): EffectEstimand {
  if (text === "ate" || text === "att") return text;
  throw new UsageError(`--estimand must be ate or att, not “${text}”`);
}

function readContrast(text: string | undefined) {
  if (text === undefined) return undefined;
  const [treated, control, ...rest] = nameList(text, "--contrast");
  if (!treated || !control || rest.length > 0)
    throw new UsageError(`--contrast must be "treated,control", not “${text}”`);
  return { treated, control };
}

function explained<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError)
      throw new UsageError(error.message);
    throw error;
  }
}

const verdicts = {
  trusted: { zh: "可信", en: "trusted" },
  caution: { zh: "须谨慎", en: "to be taken with caution" },
  refused: { zh: "不予给出：检验未通过", en: "refused: the checks do not allow a number" },
};

function describe({ estimate, interval, verdict, checks }: Answer): string {
  const number = (value: number) => Number(value.toPrecision(4)).toString();
  const head =
    estimate === null || interval === null
      ? say(verdicts.refused)
      : `${number(estimate)} [${interval.map(number).join(", ")}], ${say(verdicts[verdict])}`;
  const lines = checks.map((check) => `  ${check.name}: ${check.verdict}. ${say(check.says)}`);
  return [head, ...lines].join("\n");
}
