import { createRequire } from "node:module";
import { parseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";

const usage = `causeway version [--json]

Prints the version of Causeway and of the Node that runs it.`;

export const versionCommand: Command = {
  name: "version",
  summary: "Print the version",
  usage,
  run: async (args) => {
    const { values } = parseArguments(args, { json: { type: "boolean", default: false } });
    const { version } = createRequire(import.meta.url)("../../../../package.json") as {
      readonly version: string;
    };
    const text = `causeway ${version} (Node ${process.versions.node})`;
    console.log(values.json ? JSON.stringify({ version, node: process.versions.node }) : text);
    return 0;
  },
};
