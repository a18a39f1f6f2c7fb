#!/usr/bin/env node
// Plain JavaScript without new syntax: it must still run, and explain itself, on an old Node.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `causeway needs Node 22.18 or newer, this is ${process.versions.node}. ` +
      "Start it through npm (npm start, npx causeway): the project brings its own Node.",
  );
  process.exit(1);
}
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
// A command that failed must not hang on what it left open.
if (process.exitCode !== 0) setTimeout(() => process.exit(), 2000).unref();
