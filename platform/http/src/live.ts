import { PassThrough } from "node:stream";
import type { WorkspaceId } from "@causeway/kernel";
import { type LiveMessage, liveMessageSchema } from "@causeway/platform-contract";
import type { Database } from "@causeway/platform-database";
import { z } from "zod";
import type { Authenticator } from "./access.ts";
import { defineRoute, type Route } from "./route.ts";

/** The channel that modules NOTIFY with `{ workspace, topic, object?, ids? }` when something changed. */
export const liveChannel = "causeway_live";

const notificationSchema = liveMessageSchema.extend({ workspace: z.string() });
const heartbeatMs = 20_000;
/** A page that reads slower than this many unread bytes is cut off; it asks again on reconnecting. */
const maxBacklogBytes = 256 * 1024;

/** Fans the database's notifications out to the open pages of each workspace. */
export interface LiveHub {
  /** A page's stream; it ends when `mayRead` no longer holds, which is asked before something is told. */
  subscribe(workspace: WorkspaceId, mayRead: () => Promise<boolean>): PassThrough;
  close(): Promise<void>;
}

export async function createLiveHub(database: Pick<Database, "listen">): Promise<LiveHub> {
  const pages = new Map<string, Set<Page>>();
  let closed = false;
  const everyPage = () => [...pages.values()].flatMap((set) => [...set]);
  const unlisten = await database.listen(liveChannel, (payload) => {
    if (payload === "") {
      // Notifications may have been lost: closing makes every page reconnect and ask for everything anew.
      for (const { stream } of everyPage()) stream.end();
      return;
    }
    const notification = notificationSchema.safeParse(parseJson(payload));
    if (!notification.success) return;
    const { workspace, ...message } = notification.data;
    for (const page of pages.get(workspace) ?? []) page.tell(eventText(message));
  });
  const heartbeat = setInterval(() => {
    for (const page of everyPage()) page.tell(": still here\n\n");
  }, heartbeatMs);
  heartbeat.unref();
  return {
    subscribe(workspace, mayRead) {
      const page = createPage(mayRead);
      const { stream } = page;
      const set = pages.get(workspace) ?? new Set();
      pages.set(workspace, set.add(page));
      stream.once("close", () => {
        set.delete(page);
        if (set.size === 0 && pages.get(workspace) === set) pages.delete(workspace);
      });
      stream.write("retry: 1000\n\n");
      if (closed) stream.end();
      return stream;
    },
    async close() {
      closed = true;
      clearInterval(heartbeat);
      for (const { stream } of everyPage()) stream.end();
      await unlisten();
    },
  };
}

/** Server-sent events (WHATWG HTML, section 9.2): what changed in the workspace, as `LiveMessage`s. */
export function liveRoute(hub: LiveHub, authenticator: Authenticator): Route {
  return defineRoute({
    method: "GET",
    path: "/api/w/:workspace/live",
    summary: "Stream what changes, as server-sent events",
    tags: ["live"],
    access: { kind: "workspace", role: "member" },
    response: "raw",
    handle: ({ workspace, headers }) => ({
      headers: { "content-type": "text/event-stream", "x-accel-buffering": "no" },
      body: hub.subscribe(workspace.id, async () => {
        const identity = await authenticator.identify(headers);
        return identity !== null && (await authenticator.roleIn(identity, workspace.id)) !== null;
      }),
    }),
  });
}

interface Page {
  readonly stream: PassThrough;
  tell(text: string): void;
}

/** What is told within a second of a look at the reader's right needs no other look. */
const trustedMs = 1000;

function createPage(mayRead: () => Promise<boolean>): Page {
  const stream = new PassThrough();
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  let waiting: string[] | undefined;
  const write = (text: string) => {
    if (stream.writableLength > maxBacklogBytes) stream.destroy();
    else if (!stream.writableEnded) stream.write(text);
  };
  const look = async (texts: readonly string[]) => {
    const allowed = await mayRead().catch(() => false);
    waiting = undefined;
    checkedAtMs = performance.now();
    if (!allowed) stream.end();
    else for (const text of texts) write(text);
  };
  return {
    stream,
    tell(text) {
      if (waiting) waiting.push(text);
      else if (performance.now() - checkedAtMs < trustedMs) write(text);
      else {
        waiting = [text];
        void look(waiting);
      }
    },
  };
}

function eventText(message: LiveMessage): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
