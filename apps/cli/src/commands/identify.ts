import { type Identified, identifyEffect, type NotIdentified } from "@causeway/engine-causal";
import { type CausalGraph, parseGraph } from "@causeway/engine-graph";
import { parseArguments } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";

const usage = `causeway identify --graph GRAPH --treatment X --outcome Y [options]

Says whether data can tell what X does to Y, and by which formula; or what to measure so that they can.

  --graph GRAPH      "x -> z; z -> y; x <-> y": causes, and hidden common causes
  --treatment A,B    what would be set
  --outcome A,B      what would change
  --given A,B        for cases in which these are known
  --json             print one JSON object

Every formula was checked by exact enumeration on random models of the graph before it is printed.`;

const options = {
  graph: { type: "string" },
  treatment: { type: "string" },
  outcome: { type: "string" },
  given: { type: "string", default: "" },
  json: { type: "boolean", default: false },
} as const;

export const identifyCommand: Command = {
  name: "identify",
  summary: "Say whether data can tell what X does to Y, and how",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, options);
    if (positionals.length > 0)
      throw new UsageError(`identify takes no file, but got “${positionals[0]}”`);
    const graph = readGraph(required(values.graph, "--graph GRAPH"));
    const query = {
      treatment: names(required(values.treatment, "--treatment X")),
      outcome: names(required(values.outcome, "--outcome Y")),
      given: names(values.given),
    };
    const answer = explained(() => identifyEffect(graph, query));
    console.log(values.json ? JSON.stringify(present(answer)) : describe(answer));
    return 0;
  },
};

function required(value: string | undefined, what: string): string {
  if (value === undefined || value.trim() === "") throw new UsageError(`identify needs ${what}`);
  return value;
}

const names = (text: string) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** Reads a graph from the command line; what is wrong with it becomes the one line a person sees. */
export function readGraph(text: string): CausalGraph {
  return explained(() => parseGraph(text));
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

function present(answer: Identified | NotIdentified) {
  if (!answer.identifiable) {
    return {
      identifiable: false,
      hedge: answer.hedge,
      advice: answer.advice,
    };
  }
  const { text, latex } = answer.estimand;
  const { method, through, proven, says } = answer;
  return { identifiable: true, estimand: { text, latex }, method, through, proven, says };
}

function describe(answer: Identified | NotIdentified): string {
  if (!answer.identifiable) {
    const [outer, inner] = answer.hedge;
    return [
      `These data cannot tell: the hedge is {${outer.join(", ")}} with {${inner.join(", ")}}.`,
      ...answer.advice.map(({ says }) => `  ${says.en}`),
    ].join("\n");
  }
  return [`${answer.estimand.text}`, `By ${answer.method}, proven. ${answer.says.en}`].join("\n");
}
