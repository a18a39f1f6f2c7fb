import { type WhatIfAnswer, type WhatIfStep, whatIf } from "@causeway/engine-causal";
import { createDataset, inferColumn } from "@causeway/engine-learning";
import { parseArguments, wholeNumber } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { nameList } from "../name-list.ts";
import { readTable } from "../read-table.ts";
import { refuseStrayText } from "../refuse-stray-text.ts";
import { say } from "../say.ts";
import { parseWhere } from "../what-if/parse-where.ts";
import { readIntervention } from "../what-if/read-intervention.ts";
import { selectRows } from "../what-if/select-rows.ts";
import { readGraph } from "./identify.ts";

const usage = `causeway what-if FILE --graph G --outcome Y --set "x=1" [options]

Says what the outcome would have been: its mean for all rows, for a segment, or for one record.

  --graph G               "x -> z; z -> y; x <-> y": causes, and hidden common causes
  --outcome Y             a column of numbers, or of yes and no; blank where not yet known
  --set "x=1"             the variable and its value; "delay=delay-72" moves it by an amount; "send=1 if score > 0.5 else 0" is a
                          policy, and without "else" the other rows stay as they are
  --where "a = 'b'"       the rows asked about: = != < <= > >= in ('a', 'b'), joined by "and"
  --event-time            the outcome is a time until something happens
  --times A,B,…           other columns of the graph that are such times
  --columns A,B,…         the names of the columns of a file without a header
  --seed N                default 1
  --json                  print one JSON object

The interval is a 90 % interval. A row keeps what is its own: its noise under the intervention is what it was. For a yes or no that
was part of the evidence the data give bounds, and the interval spans them. For one record, and for rows chosen by what the variable
changes, every node between the variable and the outcome has a structural equation of its own, and "path" tells each step.`;

const options = {
  graph: { type: "string" },
  outcome: { type: "string" },
  set: { type: "string", multiple: true },
  where: { type: "string" },
  "event-time": { type: "boolean", default: false },
  times: { type: "string", default: "" },
  columns: { type: "string" },
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

export const whatIfCommand: Command = {
  name: "what-if",
  summary: "Say what an outcome would have been, for all, for a segment or for one record",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, options);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0)
      throw new UsageError("what-if needs exactly one FILE");
    const graph = readGraph(required(values.graph, "--graph G"));
    const outcome = required(values.outcome, "--outcome Y");
    const [set, ...others] = values.set ?? [];
    if (others.length > 0) throw new UsageError("what-if sets one variable at a time");
    const asked = required(set, '--set "x=1"');
    const seed = wholeNumber(values.seed, "--seed", 0, 2 ** 31);
    const conditions = values.where === undefined ? [] : parseWhere(values.where);
    const text = await readTable(
      path,
      values.columns === undefined ? undefined : nameList(values.columns, "--columns"),
    );
    refuseStrayText(path, text, graph.nodes);
    const unknown = graph.nodes.find((node) => !text.names.includes(node));
    if (unknown !== undefined) {
      throw new UsageError(
        `The graph speaks of “${unknown}”, which is no column of the file; write a hidden common cause of a and b as a <-> b`,
      );
    }
    const { variable, intervention } = readIntervention(asked, text);
    const segment = conditions.length === 0 ? undefined : selectRows(text, conditions);
    const start = performance.now();
    const answer = explained(() => {
      const table = createDataset(
        text.names.map((name, place) => inferColumn(name, text.columns[place] ?? []).column),
        text.rows,
      );
      return whatIf(table, {
        graphs: [graph],
        variable,
        intervention,
        outcome,
        outcomeKind: values["event-time"] ? "event-time" : undefined,
        eventTimes: readTimes(values.times, text.names),
        segment,
        chosenBy: conditions.map(({ column }) => column),
        seed,
      });
    });
    const seconds = (performance.now() - start) / 1000;
    console.log(values.json ? JSON.stringify({ ...answer, seconds }) : describe(answer));
    return 0;
  },
};

function readTimes(text: string, names: readonly string[]): readonly string[] {
  const times = text.trim() === "" ? [] : nameList(text, "--times");
  const unknown = times.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `--times: there is no column “${unknown}” (there are ${names.join(", ")})`,
    );
  return times;
}

function required(value: string | undefined, what: string): string {
  if (value === undefined || value.trim() === "") throw new UsageError(`what-if needs ${what}`);
  return value.trim();
}

function explained<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

function describe(answer: WhatIfAnswer): string {
  const { estimate, interval, verdict, checks, factual, n, path = [] } = answer;
  const number = (value: number) => Number(value.toPrecision(4)).toString();
  const was = factual === null ? "" : ` (${say({ zh: "实际", en: "was" })} ${number(factual)})`;
  const head =
    estimate === null || interval === null
      ? say({ zh: "不予给出：检验未通过", en: "refused: the checks do not allow a number" })
      : `${number(estimate)} [${interval.map(number).join(", ")}]${was}, n = ${n}, ${verdict}`;
  const lines = checks.map((check) => `  ${check.name}: ${check.verdict}. ${say(check.says)}`);
  const steps = path.map(({ node, was, would }) => {
    const shown = (value: WhatIfStep["was"]) =>
      typeof value === "number" ? number(value) : (value ?? "?");
    const chances =
      typeof would === "object" && would !== null
        ? Object.entries(would)
            .map(([level, chance]) => `${level} ${Math.round(100 * chance)} %`)
            .join(", ")
        : shown(would);
    return `  ${node}: ${shown(was)} → ${chances}`;
  });
  return [head, ...steps, ...lines].join("\n");
}
