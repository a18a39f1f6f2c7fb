import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { seededRandom, systemClock } from "@causeway/kernel";
import { closedLeads, visitor } from "@causeway/module-agents/testing";
import { identityProjection } from "@causeway/module-identity";
import { leadGrade, runTraining } from "@causeway/module-prediction";
import { createRecords } from "@causeway/module-records";
import { catchUpProjections, createSource } from "@causeway/module-touchpoints";
import { twinProjection } from "@causeway/module-twin";
import { addMember } from "@causeway/platform-access";
import { openDatabase, type WorkspaceDatabase } from "@causeway/platform-database";
import { createDataFolder } from "@causeway/platform-database/testing";
import { sql } from "kysely";
import { SMTPServer } from "smtp-server";
import { expect, it } from "vitest";
import { allMigrations, joinModules } from "../src/index.ts";

const { CAUSEWAY_LONG_TESTS } = process.env;
const isLong = CAUSEWAY_LONG_TESTS === "1";
const kills = isLong ? 20 : 4;
const eventsWanted = isLong ? 20_000 : 2_000;
/** Between batches: a short run stays short on a slow machine. */
const pauseMs = isLong ? 20 : 200;
const hotLeads = 30;
const script = fileURLToPath(new URL("killable-server.ts", import.meta.url));
const log = { error: () => undefined, warn: () => undefined };

async function start(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, folder, String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      if (String(chunk).includes("ready")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}: ${errors}`)));
  });
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.removeAllListeners("exit");
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A mail server that keeps what it was given. */
async function mailbox() {
  const messageIds: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onData: (stream, _, done) => {
      // A connection that the kill cut off leaves half a mail: it was not taken.
      void text(stream).then((mail) => {
        messageIds.push(/^Message-ID: (.+)$/im.exec(mail)?.[1] ?? "");
        done();
      }, done);
    },
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { messageIds, port, close: () => server.close() };
}

/** A workspace with a trained lead grade, hot leads, a mail server and a source; resolves to the source's key. */
async function prepare(dataFolder: string, mailPort: number): Promise<string> {
  const database = await openDatabase({ dataFolder, modules: allMigrations });
  const product = await joinModules({ database, publicUrl: "http://localhost", log, works: false });
  await product.jobs.start();
  try {
    const { id } = await database.createWorkspace({ name: "Kill", locale: "en" });
    const owner = await product.access.people.create({
      name: "Owner",
      email: "owner@causeway.test",
      password: "correct horse battery",
    });
    await addMember(database, id, owner.id, "owner");
    const workspace = await database.workspace(id);
    const settings = {
      host: "127.0.0.1",
      port: mailPort,
      secure: false,
      user: null,
      from: "crm@causeway.test",
    };
    await workspace.transaction((trx) =>
      sql`insert into channel_settings (channel, settings) values ('mail', ${JSON.stringify(settings)}::jsonb)`.execute(
        trx,
      ),
    );
    await closedLeads(workspace, await visitor(workspace));
    await workspace.transaction((trx) =>
      createRecords(trx, {
        object: "lead",
        actor: { kind: "system", id: "test" },
        records: Array.from({ length: hotLeads }, (_, number) => ({
          values: { name: `Hot ${number}`, email: `hot${number}@kill.cn`, status: "working" },
        })),
      }),
    );
    await catchUpProjections(workspace, [identityProjection, twinProjection]);
    const card = await runTraining(workspace, leadGrade, {
      clock: systemClock,
      seed: 1,
      signal: AbortSignal.timeout(60_000),
    });
    expect(card?.verdict).toBe("usable");
    return (await createSource(workspace, { name: "Site" })).writeKey;
  } finally {
    await product.jobs.stop();
    await product.close();
    await database.close();
  }
}

/** Batches of visits; every tenth event is one of a hot lead on the pricing page, hours apart. */
function batchOf(name: string, batch: number) {
  return Array.from({ length: 50 }, (_, index) => {
    const messageId = `${name}-${batch}-${index}`;
    const isHot = index % 10 === 0;
    const email = isHot
      ? `hot${(batch * 5 + index / 10) % hotLeads}@kill.cn`
      : `${name}${batch}@other.cn`;
    const hoursAgo = isHot ? 1 + ((batch + index) % 60) : 1;
    return {
      type: "page",
      messageId,
      userId: email,
      context: { traits: { email } },
      timestamp: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
      properties: { path: isHot ? "/pricing" : "/" },
    };
  });
}

async function send(
  url: string,
  key: string,
  name: string,
  acknowledged: string[],
  stop: AbortSignal,
): Promise<void> {
  for (let batch = 0; !stop.aborted; batch++) {
    const events = batchOf(name, batch);
    const init = {
      method: "POST",
      body: JSON.stringify({ batch: events }),
      headers: { authorization: `Basic ${btoa(`${key}:`)}` },
    };
    let isStored = false;
    while (!isStored && !stop.aborted) {
      isStored = await fetch(url, init).then(
        ({ ok }) => ok,
        () => false,
      );
      if (!isStored) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (isStored) acknowledged.push(...events.map(({ messageId }) => messageId));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const rowsOf = async <Row>(workspace: WorkspaceDatabase, text: string) =>
  (await workspace.transaction((trx) => sql<Row>`${sql.raw(text)}`.execute(trx))).rows;

it(`startServer() after ${kills} kills: every acknowledged event once, projections right, no action twice and none lost`, {
  timeout: isLong ? 900_000 : 240_000,
}, async () => {
  const folder = createDataFolder();
  const mails = await mailbox();
  const random = seededRandom(11);
  const acknowledged: string[] = [];
  const stop = new AbortController();
  const key = await prepare(folder.path, mails.port);
  const port = await freePort();
  let child = await start(folder.path, port);
  try {
    const url = `http://127.0.0.1:${port}/v1/batch`;
    const clients = ["left", "right"].map((name) =>
      send(url, key, name, acknowledged, stop.signal),
    );
    for (let killed = 0; killed < kills; killed++) {
      await new Promise((resolve) => setTimeout(resolve, 200 + 2_500 * random()));
      await kill(child);
      child = await start(folder.path, port);
    }
    await expect
      .poll(() => acknowledged.length, { timeout: 300_000 })
      .toBeGreaterThanOrEqual(eventsWanted);
    stop.abort();
    await Promise.all(clients);

    const database = await openDatabase({ dataFolder: folder.path, modules: allMigrations });
    const [made] = await database.workspaces();
    if (!made) throw new Error("The workspace is gone");
    const workspace = await database.workspace(made.id);
    const open = `select count(*)::int as open from (
        select 1 from projections p where exists (select 1 from events where (tx_id, id) > (p.tx_id, p.event_id))
        union all select 1 from runs where state in ('running', 'waiting')
        union all select 1 from outbox where state in ('pending', 'sending')) waiting`;
    await expect
      .poll(async () => (await rowsOf<{ open: number }>(workspace, open))[0]?.open, {
        timeout: 240_000,
        interval: 1_000,
      })
      .toBe(0);

    const stored = await rowsOf<{ id: string; count: number }>(
      workspace,
      "select message_id as id, count(*)::int as count from events group by 1",
    );
    const counts = new Map(stored.map(({ id, count }) => [id, count]));
    expect(acknowledged.filter((id) => counts.get(id) !== 1)).toEqual([]);
    expect(stored.filter(({ count }) => count !== 1)).toEqual([]);

    const [twin] = await rowsOf<{ marks: number; pages: number }>(
      workspace,
      "select (select count(*)::int from touchpoints) as marks, (select count(*)::int from events where type = 'page') as pages",
    );
    expect(twin?.marks).toBe(twin?.pages);

    const runs = await rowsOf<{
      id: string;
      state: string;
      tasks: number;
      mails: number;
      sent: number;
    }>(
      workspace,
      `select r.id, r.state,
           (select count(*)::int from record_task t where t.agent_run = r.id::text) as tasks,
           (select count(*)::int from outbox o where o.run_id = r.id) as mails,
           (select count(*)::int from outbox o where o.run_id = r.id and o.state = 'sent') as sent
         from runs r where r.kind = 'agent:follow-up'`,
    );
    expect(runs.length).toBeGreaterThan(isLong ? 20 : 0);
    for (const run of runs) expect(run).toMatchObject({ state: "done", tasks: 1, mails: 1 });
    expect(new Set(mails.messageIds).size).toBe(mails.messageIds.length);
    const sent = runs.reduce((sum, run) => sum + run.sent, 0);
    expect(mails.messageIds.length).toBeGreaterThanOrEqual(sent);
    process.stdout.write(
      `${kills} kills: ${acknowledged.length} acknowledged, ${stored.length} stored, ${runs.length} runs, ${sent} mails sent, ${runs.length - sent} left to a person\n`,
    );
    await database.close();
  } finally {
    stop.abort();
    await kill(child).catch(() => undefined);
    mails.close();
    folder.remove();
  }
});
