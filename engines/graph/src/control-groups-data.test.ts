import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { controlGroups, type Holding } from "./control-groups.ts";

// A public register, read where it lies; without it the test is skipped.
const root = fileURLToPath(new URL("../../..", import.meta.url));
const data = resolve(root, process.env["CAUSEWAY_TEST_DATA"] ?? "../shared/data");
const folder = join(data, "shareholding_kg");

/** Branches belong to their company; shares are held by companies and people. */
function readRegister(): readonly Holding[] {
  const read = (name: string) =>
    readFileSync(join(folder, name), "utf8")
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(","));
  const branches = read("corp_rel.csv").map(([branch = "", company = ""]) => ({
    holder: company,
    company: branch,
    share: 100,
  }));
  const owned = new Set(branches.map(({ company }) => company));
  const shares = new Map<string, Holding>();
  for (const [holder = "", company = "", share] of [
    ...read("corp_share.csv"),
    ...read("person_corp_share.csv"),
  ]) {
    if (owned.has(company)) continue;
    const pair = `${holder} ${company}`;
    shares.set(pair, {
      holder,
      company,
      share: (shares.get(pair)?.share ?? 0) + Number(share),
    });
  }
  return [...new Map(branches.map((each) => [each.company, each])).values(), ...shares.values()];
}

it.skipIf(!existsSync(folder))("controlGroups() reads a register of 1,000 companies", () => {
  const register = readRegister();
  expect(register.length).toBeGreaterThan(18_000);
  // Nobody holds a majority by shares there: groups are the branches, some of them branches of branches.
  const groups = controlGroups(register);
  const parents = new Map(
    register.flatMap(({ holder, company, share }) => (share === 100 ? [[company, holder]] : [])),
  );
  for (const [branch] of parents) {
    const way = [branch];
    for (let at = branch; parents.has(at) && way.length < 20; ) {
      at = parents.get(at) ?? "";
      way.push(at);
    }
    expect(way).toContain(groups.get(branch)?.head ?? branch);
  }
  expect([...groups.keys()].every((company) => parents.has(company))).toBe(true);
  expect(groups.size).toBeGreaterThan(80);
});
