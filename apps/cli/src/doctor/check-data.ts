import { existsSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@causeway/kernel";
import { projectionStatus } from "@causeway/module-touchpoints";
import type { Workspace, WorkspaceDatabase } from "@causeway/platform-database";
import type { JobsTables } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { environment } from "../environment.ts";
import { withInstallation } from "../with-workspace.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

/** What the database tells: reachable, up to date, and what waits in each workspace. Makes nothing where nothing is. */
export async function checkData(dataFolder: string): Promise<readonly Finding[]> {
  const isNew = !["postgres", "location.json"].some((name) => existsSync(join(dataFolder, name)));
  if (environment().databaseUrl === undefined && isNew) return [];
  try {
    return await withInstallation({ data: dataFolder }, async ({ database }) => {
      const { rows } = await database.shared((trx) =>
        sql<{ version: string }>`select current_setting('server_version') as version`.execute(trx),
      );
      const version = rows[0]?.version ?? "?";
      const findings = [
        ok("database", `PostgreSQL ${version} 可用`, `PostgreSQL ${version} works`),
      ];
      for (const facts of await database.workspaces()) {
        findings.push(...(await checkWorkspace(facts, await database.workspace(facts.id))));
      }
      return findings;
    });
  } catch (error) {
    const reason = error instanceof AppError ? error.message : String(error);
    return [fail("database", `数据库不可用：${reason}`, `The database cannot be used: ${reason}`)];
  }
}

const mostBehind = 10_000;

async function checkWorkspace(
  { name }: Workspace,
  workspace: WorkspaceDatabase,
): Promise<readonly Finding[]> {
  const { projections, uncertain, failed } = await workspace.transaction(
    async (trx) => {
      const counts = await trx
        .$extendTables<JobsTables>()
        .selectFrom("outbox")
        .select(["state", (expression) => expression.fn.countAll<number>().as("count")])
        .where("state", "in", ["uncertain", "failed"])
        .groupBy("state")
        .execute();
      const count = (state: string) => counts.find((row) => row.state === state)?.count ?? 0;
      return {
        projections: await projectionStatus(trx),
        uncertain: count("uncertain"),
        failed: count("failed"),
      };
    },
    { readOnly: true },
  );
  const findings: Finding[] = [];
  for (const { name: projection, error, behind } of projections) {
    if (error !== null) {
      const text = `${projection}: ${error}`;
      findings.push(fail(name, `投影停止，${text}`, `A projection has stopped, ${text}`));
    } else if (behind > mostBehind) {
      findings.push(
        warn(
          name,
          `${projection} 落后超过 ${mostBehind} 条`,
          `${projection} is over ${mostBehind} behind`,
        ),
      );
    }
  }
  if (uncertain > 0) {
    findings.push(
      warn(
        name,
        `${uncertain} 条外发结果不明，需要人工确认`,
        `${uncertain} outgoing messages wait for a person's decision`,
      ),
    );
  }
  if (failed > 0) {
    findings.push(warn(name, `${failed} 条外发失败`, `${failed} outgoing messages failed`));
  }
  return findings.length > 0 ? findings : [ok(name, "工作区正常", "The workspace is well")];
}
