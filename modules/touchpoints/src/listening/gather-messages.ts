import { AppError } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import type { RawDelivery } from "../connectors/connector.ts";
import { hearMessages, type Message } from "../connectors/mqtt/hear-messages.ts";
import { parseTopicPatterns } from "../connectors/mqtt/topic-pattern.ts";
import { closedWindows } from "./closed-windows.ts";
import { thin } from "./thin.ts";
import { windowMsOf } from "./window-length.ts";

/**
 * Deliveries of messages of the past, of which every window is complete: what whoever listens to the broker would have
 * handed on for reading. A sign of life must say when it was. Throws `AppError("bad-input")` for a message that cannot be read.
 */
export function gatherMessages(
  settings: SettingValues,
  messages: readonly Message[],
  receivedAt: Date,
): readonly RawDelivery[] {
  const heartbeats = parseTopicPatterns(settings["heartbeats"] ?? "") ?? [];
  const single = parseTopicPatterns(settings["topics"] ?? "") ?? [];
  const heard = hearMessages(messages, { heartbeats, single, settings, now: receivedAt });
  const [failure] = heard.failures;
  if (failure) throw new AppError("bad-input", failure.reason);
  const windowMs = windowMsOf(settings);
  const windows = thin([], heard.heartbeats, windowMs).map((summary) => ({
    ...{ summary, windowMs, openedAt: new Date(summary.first) },
  }));
  return [...heard.deliveries, ...(windows.length > 0 ? [closedWindows(windows, receivedAt)] : [])];
}
