import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningServer, startServer } from "@causeway/app-server";
import type { WorkspaceId } from "@causeway/kernel";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { fillWorkspace } from "./fill-workspace.ts";

/** A running product with one large workspace, and a key to its API. */
export interface Million {
  readonly server: RunningServer;
  readonly workspace: WorkspaceDatabase;
  readonly key: string;
  /** A member of the workspace. */
  readonly person: { readonly email: string; readonly password: string };
}

interface Note {
  readonly workspace: string;
  readonly key: string;
}

const person = { email: "bench@example.com", password: "correct horse battery" } as const;

/** Starts the product on the folder; the first time it founds the workspace and fills it, which takes minutes. */
export async function openMillion(
  folder: string,
  options: {
    readonly contacts: number;
    readonly pages: boolean;
    readonly say: (line: string) => void;
  },
): Promise<Million> {
  const server = await startServer({
    dataFolder: folder,
    port: 0,
    ...(options.pages ? {} : { files: null }),
  });
  const note = await readNote(server, join(folder, "bench-lists.json"));
  const workspace = await server.database.workspace(note.workspace as WorkspaceId);
  await fillWorkspace(workspace, options.contacts, options.say);
  return { server, workspace, key: note.key, person };
}

async function readNote(server: RunningServer, file: string): Promise<Note> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const token = /[^/=#]+$/.exec(server.setupLink ?? "")?.[0];
  const json = { "content-type": "application/json", origin: server.url };
  const post = async (path: string, body: object, cookie = "") => {
    const response = await fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { ...json, cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const setup = await post("/api/setup", { token, name: "Bench", locale: "zh", ...person });
  const cookie = setup.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const founded = await post(
    "/api/workspaces",
    { name: "一百万", locale: "zh", start: "empty" },
    cookie,
  );
  const { id } = (await founded.json()) as { id: string };
  const made = await post(`/api/w/${id}/api-keys`, { name: "bench", role: "owner" }, cookie);
  const note = { workspace: id, key: ((await made.json()) as { key: string }).key };
  writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
  return note;
}
