/** One way to install and start, and what came of it in one line. */
export interface Scenario {
  readonly name: string;
  /** Why it cannot be tried here; tried where absent. */
  readonly skip?: string | undefined;
  /** What happened; throws where it was not what it should be. */
  run(): Promise<string> | string;
}

/** How a scenario ended. */
export interface ScenarioResult {
  readonly name: string;
  readonly result: "ok" | "failed" | "skipped";
  readonly detail: string;
}

/** Tries scenarios one after the other, each told as soon as it ends. */
export async function walkScenarios(
  scenarios: readonly Scenario[],
  tell: (result: ScenarioResult) => void,
): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    const result = await tryScenario(scenario);
    tell(result);
    results.push(result);
  }
  return results;
}

async function tryScenario({ name, skip, run }: Scenario): Promise<ScenarioResult> {
  if (skip !== undefined) return { name, result: "skipped", detail: skip };
  try {
    return { name, result: "ok", detail: await run() };
  } catch (error) {
    return {
      name,
      result: "failed",
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}
