import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Browser, becomeOwner, startTestServer, type TestServer } from "./running-server.ts";

let running: TestServer;
let owner: Browser;

beforeAll(async () => {
  running = await startTestServer();
  owner = await becomeOwner(running.server);
});
afterAll(() => running.close());

interface Progress {
  readonly state: string;
  readonly recordsDone: number;
  readonly recordsTotal: number;
  readonly eventsDone: number;
  readonly eventsTotal: number;
}

async function progressOf(workspace: string): Promise<Progress> {
  return (await owner.get(`/api/w/${workspace}/demo`)).body as Progress;
}

it("founding a workspace with the demo company streams it in; it can be cancelled, taken up again and removed", {
  timeout: 300_000,
}, async () => {
  const founded = await owner.post("/api/workspaces", {
    name: "启衡",
    locale: "zh",
    start: "demo",
  });
  expect(founded.status).toBe(201);
  const { id } = founded.body as { readonly id: string };
  const until = (reached: (progress: Progress) => boolean) =>
    vi.waitUntil(
      async () => {
        const progress = await progressOf(id);
        return reached(progress) && progress;
      },
      { timeout: 100_000, interval: 100 },
    );

  const begun = await until(({ eventsDone }) => eventsDone > 0);
  expect(begun.recordsTotal).toBeGreaterThan(10_000);
  expect(begun.eventsTotal).toBeGreaterThan(80_000);

  const cancelled = await owner.post(`/api/w/${id}/demo/cancel`);
  expect(cancelled.body).toMatchObject({ state: "cancelled", secondsLeft: null });
  const { recordsDone } = await progressOf(id);

  const again = await owner.post(`/api/w/${id}/demo`);
  expect(again.body).toMatchObject({ state: "running" });
  await until((progress) => progress.recordsDone > recordsDone);

  expect((await owner.send("DELETE", `/api/w/${id}/demo`)).status).toBe(204);
  expect((await owner.get(`/api/w/${id}/demo`)).status).toBe(404);
});

it("DELETE …/demo leaves a workspace that is no demo alone", async () => {
  const founded = await owner.post("/api/workspaces", { name: "真", locale: "zh", start: "empty" });
  const { id } = founded.body as { readonly id: string };
  expect((await owner.get(`/api/w/${id}/demo`)).body).toMatchObject({ state: "none" });
  expect((await owner.send("DELETE", `/api/w/${id}/demo`)).status).toBe(409);
  expect((await owner.post(`/api/w/${id}/demo`)).status).toBe(409);
  expect((await owner.get(`/api/w/${id}/demo`)).status).toBe(200);
});
