import type { WorkspaceId } from "@causeway/kernel";
import { liveChannel } from "@causeway/platform-http";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Browser,
  becomeOwner,
  foundWorkspace,
  startTestServer,
  type TestServer,
} from "./running-server.ts";

let test: TestServer;
let owner: Browser;
let ours: string;
let theirs: string;

beforeAll(async () => {
  test = await startTestServer();
  owner = await becomeOwner(test.server);
  ours = await foundWorkspace(owner, "我们");
  theirs = await foundWorkspace(owner, "他们");
});
afterAll(() => test.close());

async function notify(workspace: string, message: object): Promise<void> {
  const database = await test.server.database.workspace(workspace as WorkspaceId);
  await database.transaction((trx) =>
    sql`select pg_notify(${liveChannel}, ${JSON.stringify({ workspace, ...message })})`.execute(
      trx,
    ),
  );
}

it("the live route streams what changes in its workspace and nothing of another", async () => {
  const stream = await owner.open(`/api/w/${ours}/live`);
  expect(stream.headers.get("content-type")).toBe("text/event-stream");
  const reader = stream.body.getReader();
  const text = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await text()).toContain("retry:");
  await notify(theirs, { topic: "records", ids: ["secret"] });
  await notify(ours, { topic: "scores", object: "lead" });
  expect(await text()).toBe('data: {"topic":"scores","object":"lead"}\n\n');
  await reader.cancel();
});
