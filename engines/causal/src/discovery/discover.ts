import type { Random } from "@causeway/kernel";
import type { DataTable } from "../data/table.ts";
import { tableCovariance } from "../data/table-covariance.ts";
import { tablePatterns } from "../data/table-patterns.ts";
import { contingencyTest } from "../independence/contingency-test.ts";
import { gaussianTest } from "../independence/gaussian-test.ts";
import type { IndependenceTest } from "../independence/independence-test.ts";
import { rememberVerdicts } from "../independence/remember-verdicts.ts";
import { type EdgeShares, edgeShares, informationShare, resample } from "./bootstrap.ts";
import { chooseTest, type TestChoice, type TestKind } from "./choose-test.ts";
import type { ColliderRule } from "./colliders.ts";
import { fci } from "./fci.ts";
import { compileKnowledge, type Knowledge, type KnowledgeInput } from "./knowledge.ts";
import type { EdgeEvidence } from "./pair-records.ts";
import { type EdgeKind, type EndMark, type FoundEdge, type FoundGraph, pc } from "./pc.ts";
import { type DataNote, prepareTable } from "./prepare-table.ts";

/** Where a run stands: which bootstrap run (0 is the data itself) of how many, and the share of its present step. */
export interface DiscoveryProgress {
  readonly run: number;
  readonly runs: number;
  readonly depth: number;
  readonly share: number;
}

export interface DiscoveryOptions {
  readonly test?: TestKind | "auto";
  /** A p-value above this is taken as independence. */
  readonly alpha?: number;
  /** `fci` where hidden common causes are to be reckoned with: its result is a PAG. */
  readonly algorithm?: "pc" | "fci";
  readonly collider?: ColliderRule;
  readonly sparse?: "keep" | "independent";
  readonly knowledge?: KnowledgeInput | undefined;
  readonly maxConditioning?: number | undefined;
  readonly bootstrap?: { readonly runs: number; readonly random: Random } | undefined;
  /** Called often; return true to stop the run with `Cancelled`. */
  readonly onProgress?: ((progress: DiscoveryProgress) => boolean) | undefined;
}

export interface DiscoveredEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** The marks at `from` and at `to`; only FCI leaves circles. */
  readonly ends: readonly [EndMark, EndMark];
  readonly evidence: EdgeEvidence & { readonly doubted?: true };
  /** The share of bootstrap runs that found this edge of this kind and direction. */
  readonly stability?: number;
  readonly shares?: EdgeShares;
  /** Directed in at least 95 % of the bootstrap runs, tested with enough data, and doubted by nobody. */
  readonly sure?: boolean;
}

export interface Discovery {
  readonly nodes: readonly string[];
  readonly edges: readonly DiscoveredEdge[];
  readonly tests: FoundGraph["tests"];
  readonly test: TestChoice;
  readonly notes: readonly DataNote[];
  /** The edges of each bootstrap run, for averaging what is computed from the graph. */
  readonly samples: readonly (readonly Pick<DiscoveredEdge, "from" | "to" | "kind">[])[];
}

const sureFrom = 0.95;

/**
 * The causal graph behind a table as far as the data and the knowledge tell it: PC-stable with the test that fits the
 * columns, and on request a bootstrap that says how firm each edge is. The order of the columns does not matter.
 * Throws RangeError for knowledge that contradicts itself and for columns that the asked test cannot take,
 * `Cancelled` where `onProgress` asked to stop.
 */
export function discover(table: DataTable, options: DiscoveryOptions = {}): Discovery {
  const choice = chooseTest(table, options.test ?? "auto");
  const prepared = prepareTable(table, choice.kind);
  const names = prepared.table.columns.map(({ name }) => name);
  const knowledge = without(prepared.excluded, names, compileKnowledge(names, options.knowledge));
  const runs = options.bootstrap?.runs ?? 0;
  const once = (sample: DataTable, run: number, information: number) =>
    runOnce(sample, knowledge, {
      ...options,
      kind: choice.kind,
      information,
      onStep: (depth, share) => options.onProgress?.({ run, runs, depth, share }) ?? false,
    });
  const found = once(prepared.table, 0, 1);
  const samples = Array.from({ length: runs }, (_, run) => {
    const sample = resample(prepared.table, options.bootstrap?.random ?? neverDrawn);
    const weights = sample.weights ?? new Float64Array();
    const total = prepared.table.weights?.reduce((sum, weight) => sum + weight, 0) ?? table.rows;
    return once(sample, run + 1, informationShare(weights, total));
  });
  const shares = runs > 0 ? edgeShares(samples) : undefined;
  const named = ({ from, to, kind }: FoundEdge) => ({
    from: names[from] ?? "",
    to: names[to] ?? "",
    kind,
  });
  return {
    nodes: table.columns.map(({ name }) => name),
    edges: found.edges.map((edge) => ({
      ...named(edge),
      ends: edge.ends,
      evidence: evidenceOf(edge, knowledge),
      ...(shares && firmness(edge, shares(edge), knowledge)),
    })),
    tests: found.tests,
    test: choice,
    notes: prepared.notes,
    samples: samples.map(({ edges }) => edges.map(named)),
  };
}

const neverDrawn: Random = () => 0;
const untested: EdgeEvidence = { pValue: 0, tests: 0, notEnoughData: 0 };

function evidenceOf(edge: FoundEdge, knowledge: Knowledge): DiscoveredEdge["evidence"] {
  const evidence = edge.evidence ?? untested;
  return knowledge.doubted(edge.from, edge.to) ? { ...evidence, doubted: true } : evidence;
}

function firmness(edge: FoundEdge, shares: EdgeShares, knowledge: Knowledge) {
  const stability = shares[edge.kind];
  const proven =
    (edge.evidence?.notEnoughData ?? 0) === 0 && !knowledge.doubted(edge.from, edge.to);
  return { stability, shares, sure: edge.kind === "directed" && stability >= sureFrom && proven };
}

/** Columns left out of the tests are kept apart from all others. */
function without(
  excluded: ReadonlySet<string>,
  names: readonly string[],
  knowledge: Knowledge,
): Knowledge {
  const out = names.map((name) => excluded.has(name));
  return {
    ...knowledge,
    apart: (a, b) =>
      knowledge.apart(a, b) ||
      ((out[a] === true || out[b] === true) &&
        !knowledge.required(a, b) &&
        !knowledge.required(b, a)),
  };
}

interface RunOptions extends DiscoveryOptions {
  readonly kind: TestKind;
  readonly information: number;
  readonly onStep: (depth: number, share: number) => boolean;
}

function runOnce(table: DataTable, knowledge: Knowledge, options: RunOptions): FoundGraph {
  const search = options.algorithm === "fci" ? fci : pc;
  return search(independenceTest(table, options), knowledge, {
    collider: options.collider ?? "majority",
    maxConditioning: options.maxConditioning,
    onProgress: options.onStep,
  });
}

function independenceTest(table: DataTable, options: RunOptions): IndependenceTest {
  const { kind, alpha = 0.05, sparse = "keep", information } = options;
  if (kind === "fisher-z" || kind === "mixed") {
    return gaussianTest(tableCovariance(table), { alpha, sparse, information });
  }
  return rememberVerdicts(
    contingencyTest(tablePatterns(table), { statistic: kind, alpha, sparse, information }),
  );
}
