import { topologicalOrder } from "@causeway/engine-graph";
import { seededRandom } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import { discover } from "../src/discovery/discover.ts";
import { compileKnowledge, type KnowledgeInput } from "../src/discovery/knowledge.ts";
import { type FoundEdge, pc } from "../src/discovery/pc.ts";
import { separationOracle } from "../src/discovery/separation-oracle.ts";
import {
  arrowsOf,
  hasData,
  networkNames,
  publishedArrows,
  publishedSkeleton,
  readPublished,
  readTable,
  readTruth,
  skeletonOf,
} from "./shared-networks.ts";

interface Score {
  readonly hits: number;
  readonly claimed: number;
  readonly true: number;
}

function score(claimed: ReadonlySet<string>, truth: ReadonlySet<string>): Score {
  return {
    hits: [...claimed].filter((edge) => truth.has(edge)).length,
    claimed: claimed.size,
    true: truth.size,
  };
}

function pooledF1(scores: readonly Score[]): number {
  const sum = (part: keyof Score) => scores.reduce((total, each) => total + each[part], 0);
  return (2 * sum("hits")) / (sum("claimed") + sum("true"));
}

/** The long run prints what it found. */
const say = (line: string) =>
  process.env["CAUSEWAY_LONG_TESTS"] && process.stdout.write(`${line}\n`);
const shown = (one: Score) => (one.claimed + one.true === 0 ? "   – " : pooledF1([one]).toFixed(3));

/** The topological order of the true graph cut into thirds. */
function threeTiers(order: readonly string[]): KnowledgeInput {
  const third = Math.ceil(order.length / 3);
  return { tiers: [0, 1, 2].map((tier) => order.slice(tier * third, (tier + 1) * third)) };
}

describe.skipIf(!hasData)(
  "discover() with its defaults on seven networks",
  { timeout: 120_000 },
  () => {
    const networks = hasData
      ? networkNames.map((name) => {
          const table = readTable(`networks/${name}.data.txt`);
          const names = table.columns.map((column) => column.name);
          const truth = readTruth(`networks/${name}.graph.txt`, names);
          const published = readPublished(`networks/${name}.pc_chisq_0.05.txt`);
          return { table, names, truth, published };
        })
      : [];
    const numbered = (names: readonly string[], edges: ReturnType<typeof discover>["edges"]) =>
      edges.map((edge) => ({
        ...edge,
        from: names.indexOf(edge.from),
        to: names.indexOf(edge.to),
      })) satisfies readonly FoundEdge[];
    const exact = (truth: (typeof networks)[number]["truth"], knowledge?: KnowledgeInput) =>
      pc(separationOracle(truth), compileKnowledge(truth.nodes, knowledge), { collider: "plain" })
        .edges;

    it("is never below the published PC, in edges and in arrows", () => {
      const scores = networks.map(({ table, names, truth, published }) => {
        const found = numbered(names, discover(table).edges);
        const skeleton = skeletonOf(exact(truth));
        const arrows = arrowsOf(exact(truth));
        return {
          skeleton: score(skeletonOf(found), skeleton),
          arrows: score(arrowsOf(found), arrows),
          publishedSkeleton: score(publishedSkeleton(published), skeleton),
          publishedArrows: score(publishedArrows(published), arrows),
        };
      });
      const f1 = (part: keyof (typeof scores)[number]) =>
        pooledF1(scores.map((each) => each[part]));
      say("network      skeleton F1 (published)   arrows F1 (published)");
      for (const [index, each] of scores.entries())
        say(
          `${networkNames[index]?.padEnd(12)} ${shown(each.skeleton)} (${shown(each.publishedSkeleton)})   ${shown(each.arrows)} (${shown(each.publishedArrows)})`,
        );
      say(
        `pooled       ${f1("skeleton").toFixed(3)} (${f1("publishedSkeleton").toFixed(3)})   ${f1("arrows").toFixed(3)} (${f1("publishedArrows").toFixed(3)})`,
      );
      expect(f1("skeleton")).toBeGreaterThanOrEqual(f1("publishedSkeleton"));
      expect(f1("arrows")).toBeGreaterThan(f1("publishedArrows") + 0.05);
    });

    it("with three time tiers finds a tenth more of the arrows than the published PC", () => {
      const scores = networks.map(({ table, names, truth, published }) => {
        const knowledge = threeTiers(topologicalOrder(truth));
        const arrows = arrowsOf(exact(truth, knowledge));
        return {
          ours: score(arrowsOf(numbered(names, discover(table, { knowledge }).edges)), arrows),
          theirs: score(publishedArrows(published), arrows),
        };
      });
      const ours = pooledF1(scores.map((each) => each.ours));
      const theirs = pooledF1(scores.map((each) => each.theirs));
      say(`with three tiers, arrows F1: ${ours.toFixed(3)} (published ${theirs.toFixed(3)})`);
      expect(ours).toBeGreaterThanOrEqual(theirs + 0.1);
    });

    it("calls at least three fifths of the compelled edges sure, and hardly any other", () => {
      let [right, claimed, compelled] = [0, 0, 0];
      for (const [index, { table, names, truth }] of networks.entries()) {
        if (networkNames[index] === "sachs") continue;
        const arrows = arrowsOf(exact(truth));
        const found = discover(table, { bootstrap: { runs: 40, random: seededRandom(1) } });
        const sure = arrowsOf(
          numbered(
            names,
            found.edges.filter((edge) => edge.sure),
          ),
        );
        const counted = score(sure, arrows);
        right += counted.hits;
        claimed += counted.claimed;
        compelled += counted.true;
      }
      const figures = `${right} right of ${claimed} sure; ${compelled} compelled`;
      say(`sure arrows: ${figures}`);
      expect(right / compelled, figures).toBeGreaterThanOrEqual(0.6);
      expect(right / claimed, figures).toBeGreaterThanOrEqual(0.95);
    });

    it("claims no sure arrow on Sachs' observational rows, discrete or continuous", () => {
      const bootstrap = () => ({ runs: 20, random: seededRandom(3) });
      const discrete = networks[networkNames.indexOf("sachs")];
      const tables = [discrete?.table, readTable("../sachs/sachs_observational_853.tsv")];
      for (const table of tables) {
        const found = table && discover(table, { bootstrap: bootstrap() });
        expect(found?.edges.filter(({ sure }) => sure)).toEqual([]);
      }
    });
  },
);
