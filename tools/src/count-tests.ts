/** How a run of tests ended. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of a vitest test module that counting needs. */
export interface CountedModule {
  readonly project: { readonly name: string };
  errors(): readonly unknown[];
  readonly children: {
    allTests(): Iterable<{ result(): { readonly state: string } }>;
    allSuites(): Iterable<{ errors(): readonly unknown[] }>;
  };
}

/** Counts tests by their end; a file or a group that could not run at all is one failure more. */
export function countTests(modules: readonly CountedModule[]): TestCounts {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed++;
      else if (state === "skipped") skipped++;
      else failed++;
    }
    if (module.errors().length > 0) failed++;
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) failed++;
  }
  return { passed, failed, skipped };
}

/** The last line of a run, which other programs read. */
export function summaryLine({ passed, failed, skipped }: TestCounts): string {
  return `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}
