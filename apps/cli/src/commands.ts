import type { Command } from "./command.ts";

interface Entry {
  readonly name: string;
  readonly summary: string;
  /** Loads the command; only the one asked for is loaded. */
  readonly load: () => Promise<Command>;
}

/** Every subcommand, in the order of `causeway --help`. A new one is one file and one line here. */
export const commands: readonly Entry[] = [
  {
    name: "start",
    summary: "Start the server",
    load: async () => (await import("./commands/start.ts")).startCommand,
  },
  {
    name: "demo",
    summary: "Load or remove the demo company",
    load: async () => (await import("./commands/demo.ts")).demoCommand,
  },
  {
    name: "source",
    summary: "Make a source that may send touchpoints",
    load: async () => (await import("./commands/source.ts")).sourceCommand,
  },
  {
    name: "sign-in-link",
    summary: "Print a one-time link for a person who forgot their password",
    load: async () => (await import("./commands/sign-in-link.ts")).signInLinkCommand,
  },
  {
    name: "import",
    summary: "Import a CSV file or an Excel workbook into an object",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  {
    name: "export",
    summary: "Write records, events or profiles as CSV or JSON lines",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  {
    name: "tombstones",
    summary: "Keep the marks of erased people beside backups, and apply them after a restore",
    load: async () => (await import("./commands/tombstones.ts")).tombstonesCommand,
  },
  {
    name: "replay",
    summary: "Compute identity, twin and all else again from the log",
    load: async () => (await import("./commands/replay.ts")).replayCommand,
  },
  {
    name: "backup",
    summary: "Write everything into one file, while the server runs",
    load: async () => (await import("./commands/backup.ts")).backupCommand,
  },
  {
    name: "restore",
    summary: "Put a backup into an empty place",
    load: async () => (await import("./commands/restore.ts")).restoreCommand,
  },
  {
    name: "doctor",
    summary: "Say what is wrong with an installation",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
  {
    name: "version",
    summary: "Print the version",
    load: async () => (await import("./commands/version.ts")).versionCommand,
  },
  {
    name: "train",
    summary: "Train a prediction on a CSV file and judge it on rows it never saw",
    load: async () => (await import("./commands/train.ts")).trainCommand,
  },
  {
    name: "score",
    summary: "Score the rows of a CSV file with a trained model",
    load: async () => (await import("./commands/score.ts")).scoreCommand,
  },
  {
    name: "link",
    summary: "Find which rows of one or two CSV files are the same person, company or thing",
    load: async () => (await import("./commands/link.ts")).linkCommand,
  },
  {
    name: "discover",
    summary: "Find what causes what among the columns of a CSV file",
    load: async () => (await import("./commands/discover.ts")).discoverCommand,
  },
  {
    name: "identify",
    summary: "Say whether data can tell what X does to Y, and how",
    load: async () => (await import("./commands/identify.ts")).identifyCommand,
  },
  {
    name: "effect",
    summary: "Estimate what a treatment does to an outcome, with checks that may refuse it",
    load: async () => (await import("./commands/effect.ts")).effectCommand,
  },
  {
    name: "what-if",
    summary: "Say what an outcome would have been, for all, for a segment or for one record",
    load: async () => (await import("./commands/what-if.ts")).whatIfCommand,
  },
];
