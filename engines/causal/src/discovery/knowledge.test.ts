import { createGraph, type Edge } from "@causeway/engine-graph";
import { type Random, seededRandom } from "@causeway/kernel";
import fastCheck from "fast-check";
import { describe, expect, it } from "vitest";
import type { IndependenceTest, TestResult } from "../independence/independence-test.ts";
import { compileKnowledge, type KnowledgeInput } from "./knowledge.ts";
import type { Pattern } from "./pattern.ts";
import { edgesOf, type FoundGraph, pc } from "./pc.ts";
import type { LocalScore } from "./score/local-score.ts";
import { scoreSearch } from "./score/score-search.ts";
import { separationOracle } from "./separation-oracle.ts";

const names = ["a", "b", "c", "d", "e", "f", "g"];

/** Answers at random, but always the same to the same question: the worst data there can be. */
function noise(seed: number): IndependenceTest {
  return {
    names,
    pair: (x, y) => (given) => {
      const key = [Math.min(x, y), Math.max(x, y), ...given].reduce((sum, n) => sum * 11 + n, seed);
      const draw = seededRandom(key)();
      const outcome = draw < 0.3 ? "independent" : draw < 0.9 ? "dependent" : "not-enough-data";
      return { outcome, pValue: outcome === "independent" ? draw : 0 };
    },
  };
}

/** Prefers parents at random, but always the same. */
function noisyScore(seed: number): LocalScore {
  return (node, parents) => {
    const key = [node, ...[...parents].sort()].reduce((sum, n) => (sum * 13 + n) % 1e9, seed);
    return seededRandom(key)() - 0.1 * parents.length;
  };
}

const graphOf = (pattern: Pattern): FoundGraph => ({
  edges: edgesOf(
    pattern,
    () => false,
    () => undefined,
  ),
  tests: { run: 0, notEnoughData: 0 },
});

/** Calls `asked` with every question on its way to a test. */
function watched(
  test: IndependenceTest,
  asked: (x: number, y: number, given: readonly number[]) => void,
): IndependenceTest {
  return {
    names: test.names,
    pair(x, y, candidates) {
      const ask = test.pair(x, y, candidates);
      return (given): TestResult => {
        asked(x, y, given);
        return ask(given);
      };
    },
  };
}

const place = (name: string) => names.indexOf(name);

function randomKnowledge(random: Random): KnowledgeInput & { readonly tiers: string[][] } {
  const tiers: string[][] = [[], [], []];
  for (const name of names) if (random() < 0.8) tiers[Math.floor(random() * 3)]?.push(name);
  const some = (share: number): [string, string][] =>
    names.flatMap((a) =>
      names.flatMap((b): [string, string][] => (a !== b && random() < share ? [[a, b]] : [])),
    );
  return {
    tiers,
    exogenous: names.filter(() => random() < 0.15),
    forbid: some(0.1),
    require: some(0.03),
  };
}

/** Every arrowhead and tail the graph claims, held against the knowledge as a person wrote it. */
function breaches(found: FoundGraph, knowledge: ReturnType<typeof randomKnowledge>): string[] {
  const tierOf = (node: number) =>
    knowledge.tiers.findIndex((tier) => tier.includes(names[node] ?? ""));
  const outside = new Set((knowledge.exogenous ?? []).map(place));
  const has = (
    pairs: readonly (readonly [string, string])[] | undefined,
    from: number,
    to: number,
  ) => (pairs ?? []).some(([a, b]) => place(a) === from && place(b) === to);
  const impossible = (from: number, to: number) =>
    has(knowledge.forbid, from, to) ||
    has(knowledge.require, to, from) ||
    (tierOf(from) >= 0 && tierOf(to) >= 0 && tierOf(from) > tierOf(to)) ||
    (outside.has(to) && !outside.has(from));
  const broken = found.edges.flatMap(({ from, to, kind }) => {
    if (kind === "directed") return impossible(from, to) ? [`${from} -> ${to}`] : [];
    return impossible(from, to) || impossible(to, from) ? [`${kind} ${from} ${to}`] : [];
  });
  const absent = (knowledge.require ?? []).filter(
    ([a, b]) =>
      !found.edges.some(
        ({ from, to, kind }) => kind === "directed" && from === place(a) && to === place(b),
      ),
  );
  return [...broken, ...absent.map(([a, b]) => `no ${a} -> ${b}`)];
}

function randomTruth(random: Random) {
  const directed = names.flatMap((from, index) =>
    names.slice(index + 1).flatMap((to): Edge[] => (random() < 0.35 ? [[from, to]] : [])),
  );
  return createGraph({ nodes: names, directed });
}

describe("pc() with knowledge", () => {
  it("never breaks tiers, exogenous variables, forbidden or required edges, whatever the tests say", () => {
    let tried = 0;
    fastCheck.assert(
      fastCheck.property(fastCheck.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = seededRandom(seed);
        const knowledge = randomKnowledge(random);
        const compiled = attempt(() => compileKnowledge(names, knowledge));
        if (!compiled) return;
        tried++;
        const tests = [noise(seed), separationOracle(randomTruth(random))];
        for (const test of tests) {
          for (const collider of ["plain", "max-p", "majority"] as const) {
            const found = pc(
              watched(test, (x, y, given) => {
                const allowed = given.every((node) => compiled.mayCondition(node, x, y));
                if (compiled.apart(x, y) || !allowed) throw new Error(`asked ${x} ${y} | ${given}`);
              }),
              compiled,
              { collider },
            );
            expect(breaches(found, knowledge)).toEqual([]);
          }
        }
        const anything = scoreSearch(noisyScore(seed), names.length, () => true, compiled);
        expect(breaches(graphOf(anything), knowledge)).toEqual([]);
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(tried).toBeGreaterThan(100);
  }, 60_000);

  it("makes no collider of a pair that knowledge alone keeps apart", () => {
    const truth = createGraph({
      directed: [
        ["a", "b"],
        ["c", "b"],
        ["a", "c"],
      ],
    });
    const knowledge = compileKnowledge(truth.nodes, {
      forbid: [
        ["a", "c"],
        ["c", "a"],
      ],
    });
    const found = pc(separationOracle(truth), knowledge, { collider: "majority" });
    expect(found.edges.map(({ kind }) => kind)).toEqual(["ambiguous", "ambiguous"]);
  });
});

describe("compileKnowledge()", () => {
  it.each([
    [
      {
        require: [
          ["a", "b"],
          ["b", "c"],
          ["c", "a"],
        ],
      },
      /cycle: a -> b -> c -> a/,
    ],
    [{ tiers: [["a"], ["b"]], require: [["b", "a"]] }, /requires b -> a and also forbids it/],
    [{ exogenous: ["a"], require: [["b", "a"]] }, /requires b -> a and also forbids it/],
    [
      {
        tiers: [["c"], ["a"]],
        require: [
          ["a", "b"],
          ["b", "c"],
        ],
      },
      /requires a -> b -> c, but puts c in an earlier tier than a/,
    ],
    [{ tiers: [["a"], ["a"]] }, /a stands in two tiers/],
    [{ forbid: [["a", "zebra"]] }, /zebra, which is no variable/],
  ] as [KnowledgeInput, RegExp][])("refuses %j and names the contradiction", (input, message) => {
    expect(() => compileKnowledge(names, input)).toThrow(message);
  });
});

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
