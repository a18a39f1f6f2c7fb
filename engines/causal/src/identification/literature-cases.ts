import type { Estimand } from "./estimand.ts";
import { probability, product, quotient, sum } from "./estimand.ts";

/** A published graph and question, with the verdict and, where it is printed or follows by its criterion, the formula. */
export interface LiteratureCase {
  readonly name: string;
  readonly source: string;
  readonly graph: string;
  readonly identifiable: boolean;
  readonly formula?: Estimand;
  readonly treatment?: string;
  readonly outcome?: string;
  readonly given?: string;
}

const list = (text: string) => text.split(",").filter((name) => name !== "");
/** P("y|x,z"): an observed probability. */
const P = (text: string) => {
  const [of = "", given = ""] = text.split("|");
  return probability(list(of), list(given));
};
const S = (over: string, ...factors: readonly Estimand[]) => sum(list(over), product(factors));
const times = (...factors: readonly Estimand[]) => product(factors);
const adjust = (set: string) => S(set, P(`y|x,${set}`), P(set));
const frontDoor = (through: string) =>
  S(through, P(`${through}|x`), S("x", P(`y|x,${through}`), P("x")));
const direct = P("y|x");

const pearl = "Pearl 2009, Causality, 2nd ed.";
const shpitser = "Shpitser & Pearl 2008, JMLR 9";
const tian = "Tian & Pearl 2002, AAAI";
const why = "Pearl & Mackenzie 2018, The Book of Why";
const robins = "Robins 1986, Mathematical Modelling 7";
const sprinkler = "Lauritzen & Spiegelhalter 1988, JRSS B 50";
const fourth = (name: string, graph: string, formula: Estimand): LiteratureCase => ({
  name,
  source: `${why}, chapter 4`,
  graph,
  identifiable: true,
  formula,
});
const asia =
  "asia -> tub; smoke -> lung; smoke -> bronc; tub -> either; lung -> either; either -> xray; either -> dysp; bronc -> dysp";
const sachs =
  "PKC -> Mek; PKC -> Raf; PKC -> PKA; PKC -> Jnk; PKC -> P38; PKA -> Raf; PKA -> Mek; PKA -> Erk; PKA -> Akt; PKA -> Jnk; PKA -> P38; Raf -> Mek; Mek -> Erk; Erk -> Akt; Plcg -> PIP3; Plcg -> PIP2; PIP3 -> PIP2";
const verma = "a -> b -> c -> d; b <-> d";
const warmUp =
  "coach -> motivation; coach -> fitness; genetics -> fitness; genetics -> fatigue; genetics -> tissue; fitness -> pre; fitness -> fatigue; motivation -> x; motivation -> previous; pre -> x; x -> intra; contact -> intra; contact -> previous; intra -> y; fatigue -> y; tissue -> fatigue; tissue -> y";

const yes = (name: string, source: string, graph: string, formula?: Estimand): LiteratureCase => ({
  name,
  source,
  graph,
  identifiable: true,
  ...(formula && { formula }),
});
const no = (name: string, source: string, graph: string): LiteratureCase => ({
  name,
  source,
  graph,
  identifiable: false,
});

export const literatureCases: readonly LiteratureCase[] = [
  yes("figure 3.8 (a)", pearl, "x -> y", direct),
  yes("figure 3.8 (b)", pearl, "x -> y; x -> z -> y; y <-> z", direct),
  yes("figure 3.8 (c)", pearl, "z -> x; z -> y; x -> y; y <-> z", adjust("z")),
  yes("figure 3.8 (d)", pearl, "z -> x; z -> y; x -> y; x <-> z", adjust("z")),
  yes("figure 3.8 (e), the front door", pearl, "x -> z -> y; x <-> y", frontDoor("z")),
  yes("figure 3.8 (f)", pearl, "x -> y; x -> z1 -> y; z1 -> z2 -> y; x <-> z2; y <-> z1"),
  yes(
    "figure 3.8 (g)",
    pearl,
    "z2 -> z1; z2 -> x; z2 -> z3; x -> z1; z1 -> y; z3 -> y; z2 <-> x; z2 <-> y; x <-> z3; x <-> y",
  ),
  no("figure 3.9 (a), the bow", pearl, "x -> y; x <-> y"),
  no("figure 3.9 (b)", pearl, "x -> z -> y; x <-> z"),
  no("figure 3.9 (c)", pearl, "x -> z -> y; x -> y; x <-> z"),
  no("figure 3.9 (d)", pearl, "x -> y; z -> y; x <-> z; z <-> y"),
  no("figure 3.9 (e)", pearl, "z -> x -> y; x <-> z; z <-> y"),
  no("figure 3.9 (f)", pearl, "x -> z -> y; x <-> y; z <-> y"),
  no("figure 3.9 (g)", pearl, "x -> z1 -> y; z2 -> y; x <-> z2; z1 <-> z2"),
  no("figure 3.9 (h)", pearl, "z -> x -> w -> y; x <-> z; x <-> y; w <-> z; y <-> z"),
  yes(
    "figure 3.4, the back door",
    pearl,
    "x1 -> x3; x1 -> x4; x2 -> x4; x2 -> x5; x3 -> x; x4 -> x; x4 -> y; x5 -> y; x -> x6 -> y",
    adjust("x3,x4"),
  ),
  yes(
    "figure 3.1, fumigants and eelworms",
    "Pearl 1995, Biometrika 82",
    "x -> z2; x -> y; z1 -> z2; z2 -> z3; z2 -> y; z3 -> y; x <-> z1; x <-> z3; z1 <-> z3",
    S("z1,z2,z3", P("y|z2,z3,x"), P("z2|z1,x"), S("x", P("z3|z1,z2,x"), P("z1,x"))),
  ),
  yes(
    "two mediators",
    "Pearl 1995, Biometrika 82",
    "x -> m1 -> y; x -> m2 -> y; x <-> y",
    frontDoor("m1,m2"),
  ),
  yes(
    "a chain of mediators",
    "Pearl 1995, Biometrika 82",
    "x -> m1 -> m2 -> y; x <-> y",
    frontDoor("m1"),
  ),
  no(
    "a front door with a direct effect",
    "Pearl 1995, Biometrika 82",
    "x -> m -> y; x -> y; x <-> y",
  ),
  no(
    "a front door with a hidden cause of x and m",
    "Pearl 1995, Biometrika 82",
    "x -> m -> y; x <-> y; x <-> m",
  ),
  yes(
    "tips for shared rides",
    "Bellemare, Bloem & Wexler 2020",
    "share -> match -> tip; share <-> tip"
      .replaceAll("share", "x")
      .replaceAll("match", "m")
      .replaceAll("tip", "y"),
    frontDoor("m"),
  ),
  yes(
    "figure 1, a front door with a covariate",
    "Tikka & Karvanen 2017, JSS 76",
    "w -> x; w -> z; w -> y; x -> z -> y; x <-> y",
    S("w,z", P("w"), P("z|w,x"), S("x", P("y|w,x,z"), P("x|w"))),
  ),
  yes(
    "job training by its take-up",
    "Glynn & Kashin 2018, JASA 113",
    "w -> x; w -> y; x -> m -> y; x <-> y",
    S("m", P("m|x"), S("x", P("y|x,m"), P("x"))),
  ),
  no("the instrument", "Balke & Pearl 1997, JASA 92", "z -> x -> y; x <-> y"),
  no(
    "a surrogate experiment's graph without the experiment",
    "Bareinboim & Pearl 2012, UAI",
    "z -> x -> y; x <-> y; z <-> y",
  ),
  yes(
    "the napkin",
    `${why}, figure 7.5`,
    "w -> z -> x -> y; w <-> x; w <-> y",
    quotient(S("w", P("x,y|w,z"), P("w")), S("w", P("x|w,z"), P("w"))),
  ),
  yes("M-bias", "Greenland, Pearl & Robins 1999", "x -> y; x <-> z; y <-> z", direct),
  no(
    "butterfly bias with hidden wings",
    "Ding & Miratrix 2015",
    "x -> y; x <-> z; y <-> z; z -> x; z -> y",
  ),
  yes(
    "butterfly bias with measured wings",
    "Ding & Miratrix 2015",
    "u -> x; u -> z; w -> z; w -> y; z -> x; z -> y; x -> y",
    adjust("z,u"),
  ),
  fourth("game 1", "x -> a -> y; a -> b", direct),
  fourth("game 2", "a -> x; a -> b; c -> b; c -> y; x -> y; b -> d", direct),
  fourth("game 3", "b -> a; a -> x; b -> y; x -> y", adjust("b")),
  fourth("game 4", "a -> x; a -> b; c -> b; c -> y", P("y")),
  fourth("game 5", "a -> x; a -> b; c -> b; c -> y; b -> x; x -> y", adjust("c")),
  {
    ...yes(
      "Verma's graph, do(c)",
      `${tian}; Verma & Pearl 1990`,
      verma,
      S("b", P("b|a"), P("d|a,b,c")),
    ),
    treatment: "c",
    outcome: "d",
  },
  { ...yes("Verma's graph, do(a)", tian, verma, P("d|a")), treatment: "a", outcome: "d" },
  {
    ...yes("Verma's graph, do(b)", tian, verma, S("c", P("c|b"), S("b", P("b"), P("d|b,c")))),
    treatment: "b",
    outcome: "d",
  },
  yes("no bidirected path to a child", tian, "x -> z1 -> y; z2 -> y; x <-> z2", adjust("z2")),
  yes(
    "a bidirected path that leaves the ancestors",
    tian,
    "x -> y; x <-> m; m <-> n; n <-> y; m -> y",
    adjust("m"),
  ),
  yes("bidirected paths outside the ancestors", tian, "x -> y; x <-> m; m <-> n; n <-> y", direct),
  no("a bidirected path to a child", tian, "x -> y; x <-> m; m <-> n; n <-> y; m -> y; n -> y"),
  yes("bow-free", "Brito & Pearl 2002, UAI", "a -> x -> y; a <-> y", adjust("a")),
  yes("line 2 of ID", shpitser, "z -> y; y -> x; z <-> x", P("y")),
  yes("line 3 of ID", shpitser, "z -> x; x -> y; z <-> x", direct),
  yes("line 4 of ID", shpitser, "x -> m -> y; z -> x; z -> y; z <-> x; m <-> y", adjust("z")),
  {
    ...yes("line 6 of ID", shpitser, "x -> y; x -> z -> y; x <-> z", P("y|x,z")),
    treatment: "x,z",
  },
  yes("line 7 of ID, figure 5", shpitser, "w -> x -> y; w <-> y", adjust("w")),
  { ...yes("figure 6 (a), conditional", shpitser, "x -> z -> y; x <-> z", P("y|z")), given: "z" },
  yes("figure 9 (a)", shpitser, "x -> w -> y; d -> z -> y; x <-> y", frontDoor("w")),
  {
    ...yes(
      "two outcomes with a hidden cause",
      shpitser,
      "x -> y1; x -> y2; y1 <-> y2",
      P("y1,y2|x"),
    ),
    outcome: "y1,y2",
  },
  { ...no("two outcomes, one confounded", shpitser, "x -> y; x <-> z; y <-> z"), outcome: "y,z" },
  { ...no("M-bias, given the collider", shpitser, "x -> y; x <-> z; y <-> z"), given: "z" },
  {
    ...yes(
      "selection on an effect",
      "Hernán, Hernández-Díaz & Robins 2004",
      "x -> c; c <-> y; x -> y",
      P("y|x,c"),
    ),
    given: "c",
  },
  {
    ...yes(
      "a treatment in time",
      robins,
      "a0 -> l; l -> a1; l <-> y; a0 -> y; a1 -> y",
      S("l", P("y|a0,l,a1"), P("l|a0")),
    ),
    treatment: "a0,a1",
  },
  {
    ...no("a treatment in time with a hidden reason", robins, "a0 -> a1 -> y; a0 -> y; a1 <-> y"),
    treatment: "a0,a1",
  },
  {
    ...yes(
      "a controlled direct effect",
      "VanderWeele 2015, Explanation in Causal Inference",
      "x -> m -> y; x -> y; w -> m; w -> y",
      S("w", P("y|x,m,w"), P("w")),
    ),
    treatment: "x,m",
  },
  {
    ...yes(
      "a controlled direct effect with a confounder that x causes",
      "VanderWeele 2015, Explanation in Causal Inference",
      "x -> l; l -> m; l -> y; m -> y; x -> y; x -> m",
      S("l", P("y|x,l,m"), P("l|x")),
    ),
    treatment: "x,m",
  },
  {
    ...no(
      "a direct effect with a hidden cause of m and y",
      "VanderWeele 2015",
      "x -> m -> y; x -> y; m <-> y",
    ),
    treatment: "x,m",
  },
  yes(
    "kidney stones",
    "Julious & Mullee 1994, BMJ 309",
    "size -> x; size -> y; x -> y",
    adjust("size"),
  ),
  yes(
    "Simpson's paradox with a mediator",
    "Pearl 2014, American Statistician 68",
    "x -> bp -> y; x -> y",
    direct,
  ),
  yes(
    "admission to Berkeley",
    "Bickel, Hammel & O'Connell 1975, Science 187",
    "x -> dept -> y; x -> y",
    direct,
  ),
  yes(
    "admission with a hidden cause",
    "Kruskal 1977; Pearl 2009, section 4.5.3",
    "x -> dept -> y; x -> y; dept <-> y",
    direct,
  ),
  yes(
    "the birth weight paradox",
    "Hernández-Díaz, Schisterman & Hernán 2006",
    "x -> w -> y; x -> y; w <-> y",
    direct,
  ),
  yes("Berkson's bias", "Berkson 1946; Pearl 2009", "x -> c; y -> c", P("y")),
  yes(
    "warming up and injury",
    "Shrier & Platt 2008, BMC Med Res Methodol 8",
    warmUp,
    adjust("fatigue,tissue"),
  ),
  {
    ...yes("Asia, do(smoke)", sprinkler, asia, P("dysp|smoke")),
    treatment: "smoke",
    outcome: "dysp",
  },
  {
    ...yes("Asia, do(bronchitis)", sprinkler, asia, S("smoke", P("dysp|bronc,smoke"), P("smoke"))),
    treatment: "bronc",
    outcome: "dysp",
  },
  {
    ...yes("Asia, do(either)", sprinkler, asia, S("bronc", P("dysp|either,bronc"), P("bronc"))),
    treatment: "either",
    outcome: "dysp",
  },
  {
    ...yes(
      "protein signals, do(Mek)",
      "Sachs et al. 2005, Science 308",
      sachs,
      S("PKA", P("Erk|Mek,PKA"), P("PKA")),
    ),
    treatment: "Mek",
    outcome: "Erk",
  },
  {
    ...yes(
      "protein signals, do(Erk)",
      "Sachs et al. 2005, Science 308",
      sachs,
      S("PKA", P("Akt|Erk,PKA"), P("PKA")),
    ),
    treatment: "Erk",
    outcome: "Akt",
  },
  {
    ...yes(
      "a product of hidden blocks",
      shpitser,
      "x1 -> y1; x2 -> y2; y1 <-> y2",
      times(P("y1,y2|x1,x2")),
    ),
    treatment: "x1,x2",
    outcome: "y1,y2",
  },
];
