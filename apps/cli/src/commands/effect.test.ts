import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { seededRandom } from "@causeway/kernel";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { main } from "../main.ts";

// Real computing: a machine busy with other suites needs its time.
vi.setConfig({ testTimeout: 120_000 });

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => printed.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => printed.push(line));
});
afterEach(() => vi.restoreAllMocks());
const folder = mkdtempSync(join(tmpdir(), "causeway-effect-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = async (...args: readonly string[]) => {
  const code = await main(["effect", ...args]);
  return { code, text: printed.join("\n") };
};
const ask = async (...args: readonly string[]) => {
  const { code, text } = await run(...args, "--json");
  expect(code, text).toBe(0);
  return JSON.parse(text);
};
const write = (name: string, lines: readonly string[]) => {
  const path = join(folder, name);
  writeFileSync(path, lines.join("\n"));
  return path;
};

const random = seededRandom(3);
const world = Array.from({ length: 1200 }, (_, row) => {
  const x = random();
  const t = Number(random() < 0.25 + 0.5 * x);
  const y = 3 * x + 2 * t + random();
  return [x, t, y, ["a", "b", "c"][row % 3], random() < 0.5 ? "yes" : "no", ""];
});
const small = write("small.csv", [
  "x;t;y;level;won;blank",
  ...world.map((cells) => cells.join(";")),
]);

it("effect adjusts by a list and by a graph alike, and prints the contract", async () => {
  const about = [small, "--treatment", "t", "--outcome", "y"];
  const byList = await ask(...about, "--adjust", "x");
  expect(byList).toMatchObject({ verdict: "trusted", interval: expect.any(Array) });
  expect(Math.abs(byList.estimate - 2)).toBeLessThan(4 * byList.standardError);
  expect(byList.checks[0]).toMatchObject({ name: "overlap", verdict: "trusted" });
  expect(byList.seconds).toBeGreaterThan(0);
  printed.length = 0;
  const byGraph = await ask(...about, "--graph", "x -> t; x -> y; t -> y");
  expect(byGraph.estimate).toBe(byList.estimate);
});

it("effect takes names with commas in quotes, and knows where nothing can change", async () => {
  const lines = world.map(([x, t, y]) => [x, t, y].join(","));
  const path = write("commas.csv", ['"x, first",t,y', ...lines]);
  const answer = await ask(path, "--treatment", "t", "--outcome", "y", "--adjust", '"x, first"');
  expect(Math.abs(answer.estimate - 2)).toBeLessThan(4 * answer.standardError);
  printed.length = 0;
  const back = await ask(path, "--treatment", "y", "--outcome", "t", "--graph", "t -> y");
  expect(back).toMatchObject({ estimate: 0, interval: [0, 0], verdict: "trusted" });
});

it("effect gives no number where the graph cannot tell, and names the hedge", async () => {
  const answer = await ask(
    small,
    "--treatment",
    "t",
    "--outcome",
    "y",
    "--graph",
    "t -> y; t <-> y",
  );
  expect(answer).toMatchObject({ estimate: null, interval: null, verdict: "refused" });
  expect(answer.checks[0]).toMatchObject({ name: "identification", verdict: "refused" });
  expect(answer.checks[0].says.en).toContain("{t, y}");
});

it("effect goes through the front door where the graph allows no adjustment", async () => {
  const draw = seededRandom(11);
  const rows = Array.from({ length: 2000 }, () => {
    const hidden = draw();
    const called = draw() < 0.2 + 0.6 * hidden ? "yes" : "no";
    const met = draw() < (called === "yes" ? 0.7 : 0.2) ? "yes" : "no";
    const won = draw() < 0.1 + (met === "yes" ? 0.4 : 0) + 0.4 * hidden ? "yes" : "no";
    return [called, met, won].join(",");
  });
  const path = write("front-door.csv", ["called,met,won", ...rows]);
  const about = ["--graph", "called -> met; met -> won; called <-> won"];
  const asked = [path, "--treatment", "called", "--outcome", "won", ...about];
  const answer = await ask(...asked);
  expect(answer.verdict).toBe("trusted");
  expect(Math.abs(answer.estimate - 0.2)).toBeLessThan(3 * answer.standardError);
  expect(answer.checks[0]).toMatchObject({ name: "identification", verdict: "trusted" });
  printed.length = 0;
  expect(await ask(...asked, "--estimand", "att")).toMatchObject({ verdict: "refused" });
});

const asked = ["--treatment", "t", "--outcome", "y", "--adjust", "x"];
const twice = ["--treatment", "level", "--outcome", "y", "--adjust", "x"];
it.each([
  ["no such column", [small, ...asked.with(5, "z")], "no column “z”"],
  ["an outcome of texts", [small, ...asked.with(3, "level")], "holds texts"],
  ["an empty column", [small, ...asked.with(5, "blank")], "has no value in any row"],
  ["a cyclic graph", [small, ...asked.slice(0, 4), "--graph", "t -> y -> t"], "cycle"],
  ["an empty file", [write("empty.csv", [""]), ...asked], "is empty"],
  ["a missing contrast", [small, ...twice], "has 3 levels"],
  ["an unknown contrast", [small, ...twice, "--contrast", "a,z"], "no level “z”"],
  ["an unknown method", [small, ...asked, "--method", "magic"], "--method must be"],
  ["nothing to adjust by", [small, ...asked.slice(0, 4)], "either --adjust"],
  [
    "a dose for aipw",
    [small, ...asked.with(1, "x").with(5, "t"), "--method", "aipw"],
    "two values",
  ],
])("effect answers %s with exit code 2 and one line", async (_, args, message) => {
  const { code, text } = await run(...args);
  expect(code).toBe(2);
  expect(text).toContain(message);
  expect(text.split("\n")).toHaveLength(1);
});

it("effect compares two of several levels, and takes yes and no for an outcome", async () => {
  const answer = await ask(
    ...[small, "--treatment", "level", "--outcome", "won", "--adjust", "x", "--contrast", "b,a"],
  );
  expect(answer.contrast).toEqual({ treated: "b", control: "a" });
  expect(Math.abs(answer.estimate)).toBeLessThan(4 * answer.standardError);
});

it("effect takes the level that says that nothing was done for the control, without a contrast", async () => {
  for (const [treated, control] of [
    ["Treatment", "control"],
    ["mail", "no mail"],
    ["实验", "对照"],
    ["notice", "letter"],
  ]) {
    const rows = world.map(([x, t, y]) => [x, t === 1 ? treated : control, y].join());
    const file = write("words.csv", ["x,t,y", ...rows]);
    printed.length = 0;
    const answer = await ask(
      ...[file, "--treatment", "t", "--outcome", "y", "--adjust", "x", "--method", "regression"],
    );
    expect(answer.contrast).toEqual({ treated, control });
    expect(answer.estimate).toBeGreaterThan(1.8);
  }
});

const root = new URL("../../../../", import.meta.url);
const data = fileURLToPath(
  new URL(`${(process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data").replace(/\/?$/, "/")}`, root),
);
const hasData = existsSync(`${data}hillstrom`);
if (!hasData)
  console.info(`effect: no data in ${data}; the tests on hillstrom and lalonde are skipped`);

const hillstrom = (arm: string, method: string) => [
  ...[`${data}hillstrom/hillstrom.csv.gz`, "--treatment", "segment", "--outcome", "visit"],
  ...["--adjust", "recency,history,mens,womens,zip_code,newbie,channel", "--method", method],
  ...["--contrast", `${arm},No E-Mail`],
];
/** Each arm and each method once; every pair of them in the long run. */
const isLong = process.env["CAUSEWAY_LONG_TESTS"] === "1";
const arms: readonly (readonly [arm: string, truth: number, method: string])[] = [
  ["Mens E-Mail", 0.0766, "aipw"],
  ["Womens E-Mail", 0.0452, "dml"],
  ["Womens E-Mail", 0.0452, "aipw"],
  ["Mens E-Mail", 0.0766, "dml"],
];
it.skipIf(!hasData).each(isLong ? arms : arms.slice(0, 2))(
  "effect finds on hillstrom what the experiment found: %s, %d, by %s",
  async (arm, truth, method) => {
    const answer = await ask(...hillstrom(arm, method));
    expect(answer.verdict).toBe("trusted");
    expect(Math.abs(answer.estimate - truth)).toBeLessThan(answer.standardError);
  },
);

const header = "treat,age,education,black,hispanic,married,nodegree,re74,re75,re78";
const rowsOf = (file: string) =>
  readFileSync(`${data}lalonde/${file}`, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.slice(line.indexOf(",") + 1));
const sample = (controls: string | undefined) => {
  const experiment = rowsOf("nsw_dw.csv");
  const rows = controls
    ? [...experiment.filter((row) => row.startsWith("1")), ...rowsOf(controls)]
    : experiment;
  return write(`${controls ?? "experiment"}.csv`, [header, ...rows]);
};
const covariates = "age,education,black,hispanic,married,nodegree,re74";
const earnings = (file: string, outcome: string, estimand: string) => [
  ...[file, "--treatment", "treat", "--outcome", outcome, "--adjust", covariates],
  ...["--estimand", estimand],
];
const estimands = ["ate", "att"] as const;

it.skipIf(!hasData).each(estimands)(
  "effect trusts the lalonde experiment (%s)",
  async (estimand) => {
    const args = earnings(sample(undefined), "re78", estimand);
    const answer = await ask(...args, "--placebo-outcome", "re75");
    expect(answer.verdict).not.toBe("refused");
    expect(Math.abs(answer.estimate - 1794)).toBeLessThan(671);
    printed.length = 0;
    expect((await ask(...earnings(sample(undefined), "re75", estimand))).verdict).not.toBe(
      "refused",
    );
  },
);

it
  .skipIf(!hasData)
  .each(
    ["cps_controls.csv", "psid_controls.csv"].flatMap((file, place) =>
      estimands
        .filter((_, other) => isLong || other === place)
        .map((estimand) => [file, estimand] as const),
    ),
  )("effect refuses the lalonde treated beside %s (%s)", async (file, estimand) => {
  const args = earnings(sample(file), "re78", estimand);
  const answer = await ask(...args, "--placebo-outcome", "re75");
  expect(answer).toMatchObject({ verdict: "refused", estimate: null });
  printed.length = 0;
  const placebo = await ask(...earnings(sample(file), "re75", estimand));
  expect(placebo).toMatchObject({ verdict: "refused", estimate: null });
});

/** Men's mail and no mail, kept so that likely visitors are mostly treated; cells from the end, for one text before holds commas. */
function confoundedResample(lines: readonly string[], seed: number) {
  const draws = seededRandom(seed);
  return lines
    .map((line) => ({ line, cells: line.split(",") }))
    .filter(({ cells }) => {
      if (cells.at(-4) === "Womens E-Mail") return false;
      const isLikely = cells.at(-9) === "1" || cells.at(-6) === "1";
      return draws() < (isLikely === (cells.at(-4) === "Mens E-Mail") ? 0.9 : 0.3);
    });
}

it.skipIf(!hasData)(
  "effect recovers the experiment from confounded resamples of hillstrom",
  async () => {
    const [first = "", ...lines] = gunzipSync(readFileSync(`${data}hillstrom/hillstrom.csv.gz`))
      .toString()
      .trim()
      .split("\n");
    const [, ...about] = hillstrom("Mens E-Mail", "aipw");
    const [adjusted, naive] = [[] as number[], [] as number[]];
    for (const seed of [11, 12, 13]) {
      const kept = confoundedResample(lines, seed);
      const rate = (arm: string) => {
        const rows = kept.filter(({ cells }) => cells.at(-4) === arm);
        return rows.filter(({ cells }) => cells.at(-3) === "1").length / rows.length;
      };
      printed.length = 0;
      const path = write(`confounded-${seed}.csv`, [first, ...kept.map(({ line }) => line)]);
      adjusted.push((await ask(path, ...about)).estimate);
      naive.push(rate("Mens E-Mail") - rate("No E-Mail"));
    }
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const experiment = { estimate: 0.0766, standardError: 0.0034 };
    expect(Math.abs(mean(adjusted) - experiment.estimate)).toBeLessThan(experiment.standardError);
    expect(Math.abs(mean(naive) - experiment.estimate)).toBeGreaterThan(
      2 * experiment.standardError,
    );
  },
);
