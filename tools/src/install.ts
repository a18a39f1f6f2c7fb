import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findSecondServer, startTestServer } from "@causeway/platform-database/testing";
import { type ScenarioResult, walkScenarios } from "./install/scenario.ts";
import { scenarios } from "./install/scenarios.ts";

/**
 * `npm run test:install [-- [--copied] FILTER…]`: installs what is committed from fresh clones in the places where it must work, starts it
 * there, and prints a table. As root it makes an ordinary account for the run and removes it.
 */
const repository = fileURLToPath(new URL("../../", import.meta.url));
const isRoot = process.getuid?.() === 0;
const accountName = `causeway-${process.pid}`;

async function main(filters: readonly string[]): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "causeway-install-"));
  // Others go through it to what is theirs.
  chmodSync(work, 0o755);
  const account = isRoot ? makeAccount() : undefined;
  const second = findSecondServer();
  const older =
    second && !("url" in second) ? await startTestServer({ binaries: second }) : undefined;
  const newest = await startTestServer();
  try {
    const all = scenarios({
      repository,
      copied: filters.includes("--copied"),
      work,
      account,
      servers: {
        ...(older && second && "major" in second && { [second.major]: older.url }),
        18: newest.url,
      },
    });
    const words = filters.filter((word) => !word.startsWith("--"));
    const wanted = all.filter(
      ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
    );
    const results = await walkScenarios(wanted, tell);
    const failed = results.filter(({ result }) => result === "failed").length;
    const skipped = results.filter(({ result }) => result === "skipped").length;
    console.log(
      `\ninstall: ${results.length - failed - skipped} ok, ${failed} failed, ${skipped} skipped`,
    );
    process.exitCode = failed > 0 || results.length === skipped ? 1 : 0;
  } finally {
    await newest.stop();
    await older?.stop();
    if (account) spawnSync("userdel", ["--remove", account.name]);
    rmSync(work, { recursive: true, force: true });
  }
}

function makeAccount(): { readonly name: string; readonly home: string } | undefined {
  const home = `/home/${accountName}`;
  const made = spawnSync("useradd", ["--create-home", "--home-dir", home, accountName]);
  return made.status === 0 ? { name: accountName, home } : undefined;
}

function tell({ name, result, detail }: ScenarioResult): void {
  console.log(`| ${name} | ${result} | ${detail.replaceAll(/\s+/g, " ").replaceAll("|", "\\|")} |`);
}

console.log("| scenario | result | detail |\n| --- | --- | --- |");
await main(process.argv.slice(2));
