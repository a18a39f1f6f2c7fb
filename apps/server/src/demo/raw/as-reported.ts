import type { EventItem } from "@causeway/engine-simulation";
import { foldScans } from "./badge-scans.ts";
import { withCodeScans } from "./contact-codes.ts";

/** What happened, as the sources report it: two facts in one request are one event, one that tells of two is two. */
export function asReported(items: readonly EventItem[], locale: "zh" | "en"): readonly EventItem[] {
  return withCodeScans(foldScans(items), locale);
}
