import {
  Blocks,
  Bot,
  Building2,
  Inbox,
  type LucideIcon,
  Radio,
  SquareKanban,
  Waypoints,
} from "lucide-react";
import type { TextKey } from "../texts/text.ts";

export interface RailEntry {
  readonly name: TextKey & `shell.${string}`;
  readonly icon: LucideIcon;
  /** Below `/w/:workspace`. */
  readonly path: string;
  /** What makes the entry the current one. */
  readonly within: readonly string[];
}

/** Entries that have pages; the words are the same everywhere. */
export const railEntries: readonly RailEntry[] = [
  { name: "shell.workbench", icon: Inbox, path: "workbench", within: ["workbench"] },
  {
    name: "shell.customers",
    icon: Building2,
    path: "customers/account",
    within: ["customers", "records/account", "records/contact", "records/lead"],
  },
  { name: "shell.deals", icon: SquareKanban, path: "deals", within: ["deals", "records/deal"] },
  { name: "shell.touchpoints", icon: Radio, path: "touchpoints", within: ["touchpoints"] },
  { name: "shell.insight", icon: Waypoints, path: "insight", within: ["insight"] },
  { name: "shell.agents", icon: Bot, path: "agents", within: ["agents"] },
  { name: "shell.build", icon: Blocks, path: "build", within: ["build", "objects"] },
];

/** Whether a path below the workspace belongs to an entry. */
export function isWithin(entry: RailEntry, path: string): boolean {
  return entry.within.some((start) => path === start || path.startsWith(`${start}/`));
}
