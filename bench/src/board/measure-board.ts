import { allMigrations } from "@causeway/app-server";
import {
  createRecords,
  helpList,
  keepIndexes,
  readBoard,
  updateRecord,
} from "@causeway/module-records";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";
import type { TestServer } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { cpuBetween, cpuTime } from "../lists/cpu-time.ts";
import { measure } from "../lists/measure.ts";

export interface BoardBench {
  readonly deals: number;
  /** Rows to import, in all rounds together, without totals and with them. */
  readonly rows: number;
  readonly rounds: number;
  say(line: string): void;
}

const actor = { kind: "user", id: "bench" } as const;
const stages = ["discovery", "solution", "validation", "negotiation", "contract", "won", "lost"];
const chunk = 500;
const edits = 400;
const runs = 40;
/** Nobody has used the totals for so long that they are dropped. */
const unusedMs = 40 * 86_400_000;
const round = (value: number) => Number(value.toFixed(2));

const writes = ["import a row", "edit a name", "edit an amount", "move to a stage"] as const;
type Write = (typeof writes)[number];
type State = "without" | "with";

export async function measureBoard(server: TestServer, bench: BoardBench) {
  const { deals, rows, rounds, say } = bench;
  const secret = "of a database that lives for one measurement";
  const modules = allMigrations;
  const database = await openDatabase({ url: server.url, dataFolder: "", modules, secret });
  try {
    const { id } = await database.createWorkspace({ name: "Measured", locale: "zh" });
    const workspace = await database.workspace(id);
    const account = await makeAccount(workspace);
    say(`making ${deals} deals`);
    const ids = await makeDeals(workspace, account, deals);
    await workspace.alterOutsideTransaction(sql`vacuum (analyze) record_deal`);
    const counted = await timeBoard(workspace);
    const builtAt = performance.now();
    await keep(workspace);
    say(`kept after ${Math.round(performance.now() - builtAt)} ms`);
    const reads = [
      { totals: "counted", ...counted },
      { totals: "kept", ...(await timeBoard(workspace)) },
    ];
    const spent = { without: newSums(), with: newSums() };
    const inTurns = async (work: (turn: number, state: State) => Promise<void>) => {
      for (let turn = 0; turn < rounds; turn++) {
        for (const state of ["without", "with"] as const) {
          await (state === "with" ? keep(workspace) : forget(workspace));
          await work(turn, state);
        }
      }
    };
    // Edits first: after an import PostgreSQL tidies up for a while.
    await inTurns(async (turn, state) => {
      const shift = turn * 2 + (state === "with" ? 1 : 0);
      const edit = async (kind: Write, valuesAt: (at: number) => object) => {
        const work = () => editSome(workspace, ids, valuesAt);
        spent[state][kind] += await cpuOf(workspace, edits, work);
      };
      await edit("edit a name", (at) => ({ name: `Deal ${shift} ${at}` }));
      await edit("edit an amount", (at) => ({ amount: at * 7 + shift + 0.5 }));
      await edit("move to a stage", (at) => ({ stage: stages[(at + shift) % stages.length] }));
    });
    const share = Math.round(rows / rounds);
    await inTurns(async (_turn, state) => {
      const work = () => makeDeals(workspace, account, share);
      spent[state]["import a row"] += await cpuOf(workspace, share, work);
    });
    return {
      reads,
      writes: writes.map((kind) => {
        const [without, kept] = [spent.without[kind] / rounds, spent.with[kind] / rounds];
        return {
          write: kind,
          "cpu µs": round(without * 1000),
          "cpu µs with totals": round(kept * 1000),
          ratio: round(kept / without),
        };
      }),
    };
  } finally {
    await database.close();
  }
}

const newSums = () => Object.fromEntries(writes.map((kind) => [kind, 0])) as Record<Write, number>;

async function makeAccount(workspace: WorkspaceDatabase): Promise<string> {
  const records = [{ values: { name: "启衡智能" } }];
  const [account] = await workspace.transaction((trx) =>
    createRecords(trx, { object: "account", actor, records }),
  );
  return account?.id ?? "";
}

async function makeDeals(
  workspace: WorkspaceDatabase,
  account: string,
  count: number,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from = 0; from < count; from += chunk) {
    const records = Array.from({ length: Math.min(chunk, count - from) }, (_, at) => {
      const stage = stages[(from + at) % stages.length];
      return { values: { name: `Deal ${from + at}`, account, stage, amount: (from + at) * 1.25 } };
    });
    const made = await workspace.transaction((trx) =>
      createRecords(trx, { object: "deal", actor, records }),
    );
    ids.push(...made.map(({ id }) => id));
  }
  return ids;
}

/** As the product does for a board that was slow again and again. */
async function keep(workspace: WorkspaceDatabase): Promise<void> {
  const jobs = { send: async () => undefined };
  const board = { object: "deal", isBoard: true, totalField: "amount" };
  await workspace.transaction((trx) =>
    helpList(trx, { jobs, workspace: workspace.id }, board, "use"),
  );
  const { built } = await keepIndexes(workspace, { now: new Date() });
  if (built === 0) throw new Error("Nothing is kept: a board of so few deals needs no totals");
}

async function forget(workspace: WorkspaceDatabase): Promise<void> {
  await keepIndexes(workspace, { now: new Date(Date.now() + unusedMs) });
}

async function timeBoard(workspace: WorkspaceDatabase) {
  const board = { object: "deal", totalField: "amount", limit: 20 };
  const read = () => workspace.transaction((trx) => readBoard(trx, board), { readOnly: true });
  const timing = await measure(runs, read);
  const cpuMs = await cpuOf(workspace, runs, async () => {
    for (let run = 0; run < runs; run++) await read();
  });
  return { "cpu ms": round(cpuMs), "p50 ms": round(timing.p50), "p95 ms": round(timing.p95) };
}

async function editSome(
  workspace: WorkspaceDatabase,
  ids: readonly string[],
  valuesAt: (at: number) => object,
): Promise<void> {
  for (let at = 0; at < edits; at++) {
    const id = ids[(at * 613) % ids.length] ?? "";
    const values = { ...valuesAt(at) };
    await workspace.transaction((trx) => updateRecord(trx, { object: "deal", id, values, actor }));
  }
}

/** Processor time of this process and PostgreSQL for one of so many, in milliseconds. */
async function cpuOf(
  workspace: WorkspaceDatabase,
  count: number,
  work: () => Promise<unknown>,
): Promise<number> {
  const before = await cpuTime(workspace);
  await work();
  return (cpuBetween(before, await cpuTime(workspace)) ?? Number.NaN) / count;
}
