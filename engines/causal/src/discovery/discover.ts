import type { Random } from "@causeway/kernel";
import type { Correlations } from "../data/covariance-source.ts";
import type { DataTable } from "../data/table.ts";
import { tableCovariance } from "../data/table-covariance.ts";
import { tablePatterns } from "../data/table-patterns.ts";
import { contingencyTest } from "../independence/contingency-test.ts";
import { gaussianTest } from "../independence/gaussian-test.ts";
import type { IndependenceTest } from "../independence/independence-test.ts";
import { jointCounter } from "../independence/joint-counts.ts";
import { type EdgeShares, edgeShares, informationShare, resample } from "./bootstrap.ts";
import { chooseTest, type TestChoice, type TestKind } from "./choose-test.ts";
import type { ColliderRule } from "./colliders.ts";
import { fci } from "./fci.ts";
import { compileKnowledge, type Knowledge, type KnowledgeInput } from "./knowledge.ts";
import { correctedTest } from "./missing/corrected-test.ts";
import {
  findMissingCauses,
  type MissingCauses,
  missingNotes,
} from "./missing/find-missing-causes.ts";
import type { EdgeEvidence } from "./pair-records.ts";
import {
  type EdgeKind,
  type EndMark,
  edgesOf,
  type FoundEdge,
  type FoundGraph,
  type PcGraph,
  pc,
} from "./pc.ts";
import { type DataNote, prepareTable } from "./prepare-table.ts";
import { discreteScore } from "./score/discrete-score.ts";
import { gaussianScore } from "./score/gaussian-score.ts";
import type { LocalScore } from "./score/local-score.ts";
import { scoreSearch } from "./score/score-search.ts";
import { settleEdges, sureFrom } from "./settle-edges.ts";
import { Cancelled } from "./skeleton.ts";

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
  /**
   * Without one, the best-scoring graph decides what it can and the majority vote the rest, where the search is by PC and no
   * value is missing; else the majority vote.
   */
  readonly collider?: ColliderRule | undefined;
  readonly sparse?: "keep" | "independent";
  /**
   * Where being missing hangs on other columns, complete rows are weighed to stand for all (`corrected`, the default), or every test
   * takes the rows complete in its columns as they are (`deletion`).
   */
  readonly missing?: "corrected" | "deletion";
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
  /** Directed in at least 95 % of the bootstrap runs, told apart with enough data, and doubted by nobody. */
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

/**
 * The causal graph behind a table as far as the data and the knowledge tell it: PC-stable with the test that fits the
 * columns, and on request a bootstrap that says how firm each edge is (Friedman, Goldszmidt & Wyner 1999); what it left open
 * and nearly all resamples agree on takes their direction. The order of the columns does not matter.
 * Throws RangeError for knowledge that contradicts itself and for columns that the asked test cannot take,
 * `Cancelled` where `onProgress` asked to stop.
 */
export function discover(table: DataTable, options: DiscoveryOptions = {}): Discovery {
  const choice = chooseTest(table, options.test ?? "auto");
  const prepared = prepareTable(table, choice.kind);
  const names = prepared.table.columns.map(({ name }) => name);
  const knowledge = without(prepared.excluded, names, compileKnowledge(names, options.knowledge));
  const runs = options.bootstrap?.runs ?? 0;
  const byScore = usesScore(options, prepared.table);
  const at = (run: number) => (depth: number, share: number) =>
    options.onProgress?.({ run, runs, depth, share }) ?? false;
  const causes = missingCauses(prepared.table, choice.kind, options);
  const context = { ...options, kind: choice.kind, knowledge, byScore, causes };
  const { correlations } = prepared;
  const found = search(prepared.table, { ...context, information: 1, onStep: at(0), correlations });
  const samples = Array.from({ length: runs }, (_, run) => {
    const sample = resample(prepared.table, options.bootstrap?.random ?? neverDrawn);
    const weights = sample.weights ?? new Float64Array();
    const total = prepared.table.weights?.reduce((sum, weight) => sum + weight, 0) ?? table.rows;
    const information = informationShare(weights, total);
    const again = { ...context, information, onStep: at(run + 1) };
    return found.candidates ? searchAgain(sample, found.candidates, again) : search(sample, again);
  });
  const shares = runs > 0 ? edgeShares(samples) : undefined;
  const edges = shares ? settleEdges(found.edges, shares) : found.edges;
  const named = ({ from, to, kind }: FoundEdge) => ({
    from: names[from] ?? "",
    to: names[to] ?? "",
    kind,
  });
  return {
    nodes: table.columns.map(({ name }) => name),
    edges: edges.map((edge) => ({
      ...named(edge),
      ends: edge.ends,
      evidence: evidenceOf(edge, knowledge),
      ...(shares && firmness(edge, shares(edge), knowledge, byScore)),
    })),
    tests: found.tests,
    test: choice,
    notes: [...prepared.notes, ...missingNotes(names, causes)],
    samples: samples.map(({ edges }) => edges.map(named)),
  };
}

const neverDrawn: Random = () => 0;
const untested: EdgeEvidence = { pValue: 0, tests: 0, notEnoughData: 0 };

function evidenceOf(edge: FoundEdge, knowledge: Knowledge): DiscoveredEdge["evidence"] {
  const evidence = edge.evidence ?? untested;
  return knowledge.doubted(edge.from, edge.to) ? { ...evidence, doubted: true } : evidence;
}

function firmness(edge: FoundEdge, shares: EdgeShares, knowledge: Knowledge, byScore: boolean) {
  const stability = shares[edge.kind];
  // A score pays for every cell it cannot fill, so what it keeps does not rest on a test that could not be made.
  const proven =
    (byScore || (edge.evidence?.notEnoughData ?? 0) === 0) &&
    !knowledge.doubted(edge.from, edge.to);
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

interface RunOptions extends Omit<DiscoveryOptions, "knowledge"> {
  readonly kind: TestKind;
  readonly knowledge: Knowledge;
  readonly byScore: boolean;
  readonly causes: MissingCauses;
  readonly information: number;
  readonly onStep: (depth: number, share: number) => boolean;
  readonly correlations?: Correlations | undefined;
}

const untouched = {
  information: 1,
  byScore: false,
  causes: new Map(),
  knowledge: compileKnowledge([]),
  onStep: () => false,
};

function missingCauses(
  table: DataTable,
  kind: TestKind,
  { missing = "corrected", sparse = "keep" }: DiscoveryOptions,
): MissingCauses {
  if (missing === "deletion" || !hasGaps(table)) return new Map();
  const ask = (asked: DataTable, alpha: number) =>
    askers(asked, { kind, alpha, sparse, ...untouched }).test;
  return findMissingCauses(table, ask);
}

/** A score needs every value, and graphs without hidden common causes. */
function usesScore({ algorithm = "pc", collider }: DiscoveryOptions, table: DataTable): boolean {
  return algorithm === "pc" && collider === undefined && !hasGaps(table);
}

function hasGaps(table: DataTable): boolean {
  return table.columns.some((column) =>
    column.kind === "categorical" ? column.codes.includes(-1) : column.values.includes(Number.NaN),
  );
}

function search(
  table: DataTable,
  options: RunOptions,
): FoundGraph & Partial<Pick<PcGraph, "candidates">> {
  const { knowledge, collider = "majority", maxConditioning, onStep: onProgress } = options;
  const { test, score } = askers(table, options);
  const how = { collider, maxConditioning, onProgress };
  if (options.algorithm === "fci") return fci(test, knowledge, how);
  const { candidates, ...graph } = pc(test, knowledge, { ...how, score });
  return { ...graph, ...(score && { candidates }) };
}

/** A resample is searched by score alone, among the edges that the whole data left possible. */
function searchAgain(
  table: DataTable,
  candidates: PcGraph["candidates"],
  options: RunOptions,
): FoundGraph {
  const { score } = askers(table, options);
  if (options.onStep(0, 1)) throw new Cancelled();
  const pattern = score && scoreSearch(score, table.columns.length, candidates, options.knowledge);
  const edges = pattern
    ? edgesOf(
        pattern,
        () => false,
        () => undefined,
      )
    : [];
  return { edges, tests: { run: 0, notEnoughData: 0 } };
}

interface Askers {
  readonly test: IndependenceTest;
  readonly score: LocalScore | undefined;
}

function askers(table: DataTable, options: RunOptions): Askers {
  const { kind, alpha = 0.05, sparse = "keep", information, byScore, causes } = options;
  const how = { kind, alpha, sparse, information };
  if (causes.size > 0) {
    return { test: correctedTest(table, causes, how), score: undefined };
  }
  if (kind === "fisher-z" || kind === "mixed") {
    const source = tableCovariance(table, options.correlations);
    const score = byScore ? gaussianScore(source, information) : undefined;
    return { test: gaussianTest(source, how), score };
  }
  const source = tablePatterns(table);
  const count = jointCounter(source);
  return {
    test: contingencyTest(source, { ...how, statistic: kind }, count),
    score: byScore ? discreteScore(source, information, count) : undefined,
  };
}
