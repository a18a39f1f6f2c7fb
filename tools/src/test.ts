import { findMariadb, findSecondServer } from "@causeway/platform-database/testing";
import { createVitest, type Vitest } from "vitest/node";
import { countTests, summaryLine, type TestCounts } from "./count-tests.ts";
import { findChromium } from "./find-chromium.ts";
import { installSystemPackages } from "./install-system-packages.ts";
import { runFailedAgain } from "./run-failed-again.ts";

/**
 * `npm test [-- [--long] FILTER…]`: all tests, those with a database on the embedded PostgreSQL and on a second one,
 * those with a browser in Chromium. What is missing is said and its tests count as skipped; in continuous integration
 * (CI set) it is installed, and fails when it cannot be. The last line is the result, for programs to read.
 */
interface Missing {
  /** All of whose tests need it; null where a few of others do, which skip themselves. */
  readonly project: string | null;
  readonly what: string;
  readonly howToGet: string;
  readonly packages: readonly string[];
}

const secondServer: Missing = {
  project: "database-second",
  what: "a second PostgreSQL (15 or newer)",
  howToGet: "apt-get install postgresql-15, or set TEST_DATABASE_URL to a server's superuser",
  packages: ["postgresql-15", "postgresql"],
};

const browser: Missing = {
  project: "browser",
  what: "a browser",
  howToGet:
    "apt-get install chromium fonts-noto-cjk, or npx playwright-core install chromium, or set CAUSEWAY_CHROMIUM",
  packages: ["chromium fonts-noto-cjk", "chromium-browser fonts-noto-cjk"],
};

const otherDatabase: Missing = {
  project: null,
  what: "MariaDB, which plays the database of another system",
  howToGet: "apt-get install mariadb-server-core",
  packages: ["mariadb-server-core"],
};

const { CI } = process.env;
const isContinuousIntegration = CI !== undefined && CI !== "" && CI !== "false";

function findMissing(): readonly Missing[] {
  const found = findChromium();
  if (found) Object.assign(process.env, { CAUSEWAY_CHROMIUM: found });
  return [
    ...(findSecondServer() ? [] : [secondServer]),
    ...(found ? [] : [browser]),
    ...(findMariadb() ? [] : [otherDatabase]),
  ];
}

/** How many tests are left out because of what is missing. */
async function countLeftOut(missing: Missing, filters: readonly string[]): Promise<number> {
  if (missing.project === null) return 0;
  const twin = missing === secondServer ? "database" : missing.project;
  const vitest = await createVitest({ watch: false, project: [twin], reporters: [] });
  try {
    const { testModules } = await vitest.collect([...filters]);
    return testModules.reduce((sum, module) => sum + [...module.children.allTests()].length, 0);
  } finally {
    await vitest.close();
  }
}

async function run(filters: readonly string[], missing: readonly Missing[]): Promise<TestCounts> {
  const absent = new Set(missing.map(({ project }) => project));
  const vitest = await createVitest({
    watch: false,
    reporters: ["dot"],
    project: ["unit", "database", "database-second", "browser"].filter((name) => !absent.has(name)),
  });
  const { counts, unhandled } = await runOnce(vitest, filters).finally(() => vitest.close());
  let { skipped } = counts;
  for (const each of missing) {
    const leftOut = await countLeftOut(each, filters);
    skipped += leftOut;
    const count = each.project === null ? "Some" : String(leftOut);
    console.log(`${count} tests skipped: they need ${each.what} (${each.howToGet}).`);
  }
  return { ...counts, failed: counts.failed + unhandled, skipped };
}

/** In continuous integration, files that fail are run a second time, and that time counts. */
async function runOnce(
  vitest: Vitest,
  filters: readonly string[],
): Promise<{ readonly counts: TestCounts; readonly unhandled: number }> {
  let unhandled = 0;
  try {
    await vitest.start([...filters]);
    if (isContinuousIntegration) unhandled += (await runFailedAgain(vitest)).length;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    unhandled++;
  }
  unhandled += vitest.state.getUnhandledErrors().length;
  return { counts: countTests(vitest.state.getTestModules()), unhandled };
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--long")) Object.assign(process.env, { CAUSEWAY_LONG_TESTS: "1" });
  let missing = findMissing();
  if (isContinuousIntegration && missing.length > 0) {
    const failure = installSystemPackages(missing.map(({ packages }) => packages));
    missing = findMissing();
    const needed = missing.filter(({ project }) => project !== null);
    if (needed.length > 0) {
      for (const { what, howToGet } of needed) console.log(`CI needs ${what}: ${howToGet}.`);
      if (failure !== undefined) console.log(failure);
      console.log(summaryLine({ passed: 0, failed: needed.length, skipped: 0 }));
      process.exitCode = 1;
      return;
    }
  }
  const filters = args.filter((argument) => !argument.startsWith("--"));
  const counts = await run(filters, missing);
  console.log(summaryLine(counts));
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

await main(process.argv.slice(2));
