import type { Source } from "@causeway/platform-contract";
import type { Verdict } from "../parts/verdict-light.tsx";

export type Health =
  | "healthy"
  | "failing"
  | "waiting"
  | "quiet"
  | "rejecting"
  | "unreadable"
  | "paused";

const dayMs = 86_400_000;

/** How a source does, worst news first: a closed door, refused events, some that nobody could read, silence. */
export function healthOf(source: Source, now: number): Health {
  if (!source.enabled) return "paused";
  if (source.lastError !== null) return "failing";
  if (source.rejected24h > 0) return "rejecting";
  if (source.deadLetters > 0) return "unreadable";
  if (source.lastEventAt === null) return "waiting";
  return now - Date.parse(source.lastEventAt) > dayMs ? "quiet" : "healthy";
}

export const healthVerdicts: Readonly<Record<Health, Verdict>> = {
  healthy: "good",
  waiting: "pending",
  quiet: "warn",
  rejecting: "bad",
  unreadable: "warn",
  failing: "bad",
  paused: "unknown",
};
