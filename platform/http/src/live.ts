import { PassThrough } from "node:stream";
import type { WorkspaceId } from "@causeway/kernel";
import { type LiveMessage, liveMessageSchema } from "@causeway/platform-contract";
import type { Database } from "@causeway/platform-database";
import { z } from "zod";
import { defineRoute, type Route } from "./route.ts";

/** The channel that modules NOTIFY with `{ workspace, topic, object?, ids? }` when something changed. */
export const liveChannel = "causeway_live";

const notificationSchema = liveMessageSchema.extend({ workspace: z.string() });
const heartbeatMs = 20_000;
/** A page that reads slower than this many unread bytes is cut off; it asks again on reconnecting. */
const maxBacklogBytes = 256 * 1024;

/** Fans the database's notifications out to the open pages of each workspace. */
export interface LiveHub {
  subscribe(workspace: WorkspaceId): PassThrough;
  close(): Promise<void>;
}

export async function createLiveHub(database: Pick<Database, "listen">): Promise<LiveHub> {
  const streams = new Map<string, Set<PassThrough>>();
  let closed = false;
  const everyStream = () => [...streams.values()].flatMap((set) => [...set]);
  const write = (stream: PassThrough, text: string) => {
    if (stream.writableLength > maxBacklogBytes) stream.destroy();
    else stream.write(text);
  };
  const unlisten = await database.listen(liveChannel, (payload) => {
    if (payload === "") {
      // Notifications may have been lost: closing makes every page reconnect and ask for everything anew.
      for (const stream of everyStream()) stream.end();
      return;
    }
    const notification = notificationSchema.safeParse(parseJson(payload));
    if (!notification.success) return;
    const { workspace, ...message } = notification.data;
    for (const stream of streams.get(workspace) ?? []) write(stream, eventText(message));
  });
  const heartbeat = setInterval(() => {
    for (const stream of everyStream()) write(stream, ": still here\n\n");
  }, heartbeatMs);
  heartbeat.unref();
  return {
    subscribe(workspace) {
      const stream = new PassThrough();
      const set = streams.get(workspace) ?? new Set();
      streams.set(workspace, set.add(stream));
      stream.once("close", () => {
        set.delete(stream);
        if (set.size === 0 && streams.get(workspace) === set) streams.delete(workspace);
      });
      stream.write("retry: 1000\n\n");
      if (closed) stream.end();
      return stream;
    },
    async close() {
      closed = true;
      clearInterval(heartbeat);
      for (const stream of everyStream()) stream.end();
      await unlisten();
    },
  };
}

/** Server-sent events (WHATWG HTML, section 9.2): what changed in the workspace, as `LiveMessage`s. */
export function liveRoute(hub: LiveHub): Route {
  return defineRoute({
    method: "GET",
    path: "/api/w/:workspace/live",
    summary: "Stream what changes, as server-sent events",
    tags: ["live"],
    access: { kind: "workspace", role: "member" },
    response: "raw",
    handle: ({ workspace }) => ({
      headers: { "content-type": "text/event-stream", "x-accel-buffering": "no" },
      body: hub.subscribe(workspace.id),
    }),
  });
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
