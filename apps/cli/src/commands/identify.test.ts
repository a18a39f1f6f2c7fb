import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { main } from "../main.ts";

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => printed.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => printed.push(line));
});
afterEach(() => vi.restoreAllMocks());

const identify = async (...args: readonly string[]) => ({
  code: await main(["identify", ...args]),
  text: printed.join("\n"),
});
const about = ["--treatment", "x", "--outcome", "y", "--json"];

it("identify prints the formula of the front door, proven", async () => {
  const { code, text } = await identify("--graph", "x -> z; z -> y; x <-> y", ...about);
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({
    identifiable: true,
    method: "front-door",
    proven: true,
  });
});

it("identify prints the hedge and advice where data cannot tell", async () => {
  const { code, text } = await identify("--graph", "x -> y; x <-> y", ...about);
  expect(code).toBe(0);
  const answer = JSON.parse(text);
  expect(answer).toMatchObject({ identifiable: false, hedge: [["x", "y"], ["y"]] });
  expect(answer.advice.length).toBeGreaterThan(0);
});

it.each([
  ["a cycle", ["--graph", "x -> y; y -> x", ...about], "cycle: x -> y -> x"],
  ["an unknown variable", ["--graph", "x -> z", ...about], "no variable y"],
  [
    "a graph that cannot be read",
    ["--graph", "x -> ; y", ...about],
    'statement 1 of the graph: "x ->"',
  ],
  ["no treatment", ["--graph", "x -> y", "--outcome", "y"], "needs --treatment"],
])("identify answers %s with exit code 2 and one line", async (_, args, message) => {
  const { code, text } = await identify(...args);
  expect(code).toBe(2);
  expect(text).toContain(message);
  expect(text.split("\n")).toHaveLength(1);
});
