import { allMigrations } from "@causeway/app-server";
import { createImport, runImport, startImport, undoImport } from "@causeway/module-records";
import type { ImportRun } from "@causeway/platform-contract";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";
import type { TestServer } from "@causeway/platform-database/testing";
import { cpuSecondsOf } from "../ingest/cpu-seconds-of.ts";
import { accountFile, contactFile } from "./make-file.ts";

export interface ImportLine {
  readonly step: string;
  readonly seconds: number;
  readonly "rows/s": number;
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
  /** Longest transaction of the step, its commit included. */
  readonly "longest transaction ms": number;
  readonly "Node µs/row": number;
  readonly "PostgreSQL µs/row": number;
}

const actor = { kind: "user", id: "bench" } as const;
const command = { actor, locale: "zh", role: "owner", enqueue: async () => undefined } as const;
const rowsPerAccount = 20;

export async function measureImports(
  server: TestServer,
  rows: number,
): Promise<readonly ImportLine[]> {
  const secret = "of a database that lives for one measurement";
  const database = await openDatabase({
    url: server.url,
    dataFolder: "",
    modules: allMigrations,
    secret,
  });
  try {
    const { id } = await database.createWorkspace({ name: "Measured", locale: "zh" });
    const watched = watchTransactions(await database.workspace(id));
    const accounts = Math.max(1, Math.floor(rows / rowsPerAccount));
    const lines: ImportLine[] = [];
    const step = async (
      name: string,
      count: number,
      work: () => Promise<ImportRun | undefined>,
    ) => {
      watched.longestMs();
      const cpu = process.cpuUsage();
      const databaseCpu = cpuSecondsOf(server.pid);
      const start = performance.now();
      const run = await work();
      const seconds = (performance.now() - start) / 1000;
      const used = process.cpuUsage(cpu);
      lines.push({
        step: name,
        seconds: round(seconds, 1),
        "rows/s": round(count / seconds, 0),
        created: run?.created ?? 0,
        updated: run?.updated ?? 0,
        failed: run?.failed ?? 0,
        "longest transaction ms": round(watched.longestMs(), 0),
        "Node µs/row": round((used.user + used.system) / count, 0),
        "PostgreSQL µs/row": round(((cpuSecondsOf(server.pid) - databaseCpu) * 1e6) / count, 0),
      });
      if (run?.state === "failed") throw new Error(JSON.stringify(run.errors.slice(0, 3)));
    };
    const { workspace } = watched;
    const take = async (file: string, object: string, content: AsyncIterable<Uint8Array>) =>
      createImport(workspace, { fileName: file, content, actor, locale: "zh", object });
    const start = async (
      draft: string,
      object: string,
      key: string,
      columns: Readonly<Record<string, string>>,
    ) => {
      const map = {
        object,
        key: [key],
        columns: Object.entries(columns).map(([column, field]) => ({ column, field })),
        createMissing: false,
      };
      await startImport(workspace, draft, map, command);
      return runImport(workspace, draft);
    };
    const undo = async (draft: string) => {
      await undoImport(workspace, draft, command);
      return runImport(workspace, draft);
    };

    let draft = "";
    await step("take in accounts", accounts, async () => {
      draft = (await take("公司.csv", "account", accountFile(accounts))).id;
      return undefined;
    });
    await step("import accounts", accounts, () =>
      start(draft, "account", "name", { 公司名称: "name", 网站: "website" }),
    );
    const columns = { 姓名: "name", 邮箱: "email", 电话: "phone", 职位: "title", 公司: "account" };
    const drafts: string[] = [];
    for (const [edition, name] of ["new contacts", "changed contacts"].entries()) {
      await step(`take in ${name}`, rows, async () => {
        const file = contactFile(rows, { accounts, edition });
        drafts.push((await take("联系人.csv", "contact", file)).id);
        return undefined;
      });
      await step(`import ${name}`, rows, () =>
        start(drafts[edition] ?? "", "contact", "email", columns),
      );
    }
    await step("undo changed contacts", rows, () => undo(drafts[1] ?? ""));
    await step("undo new contacts", rows, () => undo(drafts[0] ?? ""));
    return lines;
  } finally {
    await database.close();
  }
}

/** The same workspace, with the time of its longest transaction since the last question. */
function watchTransactions(workspace: WorkspaceDatabase) {
  let longest = 0;
  return {
    longestMs() {
      const value = longest;
      longest = 0;
      return value;
    },
    workspace: {
      ...workspace,
      async transaction<T>(...args: Parameters<typeof workspace.transaction<T>>): Promise<T> {
        const start = performance.now();
        try {
          return await workspace.transaction(...args);
        } finally {
          longest = Math.max(longest, performance.now() - start);
        }
      },
    },
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
