import { readFile } from "node:fs/promises";
import {
  type ColliderRule,
  type DiscoveredEdge,
  type Discovery,
  type DiscoveryOptions,
  discover,
  type EndMark,
  type KnowledgeInput,
  tableFromText,
} from "@causeway/engine-causal";
import { seededRandom } from "@causeway/kernel";
import { z } from "zod";
import { parseArguments, wholeNumber } from "../arguments.ts";
import { type Command, UsageError } from "../command.ts";
import { nameList } from "../name-list.ts";
import { readTable } from "../read-table.ts";
import { refuseStrayText } from "../refuse-stray-text.ts";

const usage = `causeway discover FILE [options]

Finds what causes what among the columns of a CSV file, as far as the data can tell.

  --columns A,B,…         the names of the columns of a file without a header
  --test KIND             auto, chi-square, g-square, fisher-z or mixed (default: auto, by the kinds of the columns)
  --alpha P               a p-value above this is taken as independence (default 0.05)
  --algorithm NAME        pc, or fci where hidden common causes are to be reckoned with (default: pc)
  --collider RULE         plain, max-p or majority; without it the best-scoring graph decides what it can and the majority the
                          rest (the majority alone where values are missing or with fci)
  --sparse RULE           keep: an edge stays where the data are too few to test it; independent: tested anyway
  --missing RULE          corrected: where being missing hangs on other columns, complete rows are made to stand for all;
                          deletion: each test takes the rows complete in its columns as they are (default: corrected)
  --knowledge FILE        JSON: {"tiers":[["a"],["b"]],"exogenous":["w"],"forbid":[["a","b"]],"require":[["a","c"]]}
  --max-conditioning N    the largest set to condition on (default: no limit)
  --bootstrap N           repeat on N resamples to tell how firm each edge is
  --seed N                default 1
  --json                  print one JSON object`;

const options = {
  columns: { type: "string" },
  test: { type: "string", default: "auto" },
  alpha: { type: "string", default: "0.05" },
  algorithm: { type: "string", default: "pc" },
  collider: { type: "string" },
  sparse: { type: "string", default: "keep" },
  missing: { type: "string", default: "corrected" },
  knowledge: { type: "string" },
  "max-conditioning": { type: "string" },
  bootstrap: { type: "string", default: "0" },
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

export const discoverCommand: Command = {
  name: "discover",
  summary: "Find what causes what among the columns of a CSV file",
  usage,
  run: async (args) => {
    const { values, positionals } = parseArguments(args, options);
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0)
      throw new UsageError("discover needs exactly one FILE");
    const runs = wholeNumber(values.bootstrap, "--bootstrap", 0, 100_000);
    const seed = wholeNumber(values.seed, "--seed", 0, 2 ** 31);
    const chosen: DiscoveryOptions = {
      test: oneOf(values.test, "--test", ["auto", "chi-square", "g-square", "fisher-z", "mixed"]),
      algorithm: oneOf(values.algorithm, "--algorithm", ["pc", "fci"]),
      collider:
        values.collider === undefined
          ? undefined
          : oneOf<ColliderRule>(values.collider, "--collider", ["plain", "max-p", "majority"]),
      sparse: oneOf(values.sparse, "--sparse", ["keep", "independent"]),
      missing: oneOf(values.missing, "--missing", ["corrected", "deletion"]),
      alpha: readAlpha(values.alpha),
      knowledge: values.knowledge === undefined ? undefined : await readKnowledge(values.knowledge),
      maxConditioning:
        values["max-conditioning"] === undefined
          ? undefined
          : wholeNumber(values["max-conditioning"], "--max-conditioning", 0, 1000),
      ...(runs > 0 && { bootstrap: { runs, random: seededRandom(seed) } }),
    };
    const text = await readTable(
      path,
      values.columns === undefined ? undefined : nameList(values.columns, "--columns"),
    );
    refuseStrayText(path, text);
    const { found, seconds } = explained(path, () => {
      const table = tableFromText(text.names, text.columns);
      const start = performance.now();
      return { found: discover(table, chosen), seconds: (performance.now() - start) / 1000 };
    });
    console.log(values.json ? JSON.stringify(present(found, seconds)) : describe(found, seconds));
    return 0;
  },
};

function oneOf<Name extends string>(value: string, option: string, names: readonly Name[]): Name {
  const name = names.find((candidate) => candidate === value);
  if (name === undefined)
    throw new UsageError(`${option} must be one of ${names.join(", ")}, not “${value}”`);
  return name;
}

function readAlpha(text: string): number {
  const alpha = Number(text);
  if (!(alpha > 0 && alpha < 1))
    throw new UsageError(`--alpha must be a number between 0 and 1, not “${text}”`);
  return alpha;
}

const pair = z.tuple([z.string(), z.string()]);
const knowledgeShape = z.strictObject({
  tiers: z.array(z.array(z.string())).optional(),
  exogenous: z.array(z.string()).optional(),
  forbid: z.array(pair).optional(),
  require: z.array(pair).optional(),
  doubt: z.array(pair).optional(),
});

async function readKnowledge(path: string): Promise<KnowledgeInput> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`Cannot read the knowledge in ${path}`);
  });
  const parsed = knowledgeShape.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new UsageError(
    `${path}: ${place === "" ? "" : `${place}: `}${issue?.message ?? "unknown"}`,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

function present({ nodes, edges, tests, test, notes }: Discovery, seconds: number) {
  const found = edges.map(({ from, to, kind, ends, stability, sure, shares, evidence }) => ({
    from,
    to,
    kind,
    ends,
    ...(stability !== undefined && { stability, sure, shares }),
    evidence,
  }));
  return { nodes, edges: found, tests, seconds, test, notes };
}

const left: Record<EndMark, string> = { tail: "-", arrow: "<", circle: "o" };
const right: Record<EndMark, string> = { tail: "-", arrow: ">", circle: "o" };

function drawn({ from, to, kind, ends: [start, end] }: DiscoveredEdge): string {
  return `${from} ${left[start]}${kind === "ambiguous" ? "?" : "-"}${right[end]} ${to}`;
}

function describe({ edges, tests, test, notes }: Discovery, seconds: number): string {
  const firm = ({ stability, sure }: DiscoveredEdge) =>
    stability === undefined ? "" : `  ${Math.round(stability * 100)} %${sure ? ", sure" : ""}`;
  return [
    `Test: ${test.kind} (${test.why.en}); ${tests.run} tests, ${tests.notEnoughData} without enough data; ${seconds.toFixed(2)} s`,
    ...notes.map(({ en }) => `Note: ${en}`),
    ...edges.map((edge) => `${drawn(edge)}${firm(edge)}`),
  ].join("\n");
}
