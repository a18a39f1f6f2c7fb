import type { TestModule, Vitest } from "vitest/node";

/** More than this is no accident of a busy machine. */
const mostFiles = 8;

/**
 * Runs the files once more in which something failed, each from its beginning: what a first try left behind (a database,
 * an owner, a port) is not there any more, as it is for a test that is tried again where it stands. The files are named,
 * and what fails again has failed. Returns the errors of the first run that it has put out of sight and that belong to no file.
 */
export async function runFailedAgain(vitest: Vitest): Promise<readonly unknown[]> {
  const errors = vitest.state.getUnhandledErrors();
  const paths = new Set(errors.map(pathOf));
  const modules = vitest.state
    .getTestModules()
    .filter((module) => !isSound(module) || paths.has(module.moduleId));
  // Without a second run the first one's errors stay where they are.
  if (modules.length === 0 || modules.length > mostFiles) return [];
  const known = new Set(modules.map(({ moduleId }) => moduleId));
  console.log(
    `\nRun once more, because something failed in them:\n${modules.map(nameOf).join("\n")}`,
  );
  await vitest.runTestSpecifications(modules.map((module) => module.toTestSpecification()));
  return errors.filter((error) => !known.has(pathOf(error) ?? ""));
}

/** A module that waits still when all is over lost its worker. */
const isSound = (module: TestModule) => ["passed", "skipped"].includes(module.state());

/** Where a worker was when an error was thrown that nobody caught. */
function pathOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("VITEST_TEST_PATH" in error)) return;
  return String(error.VITEST_TEST_PATH);
}

const nameOf = ({ project, relativeModuleId }: TestModule) =>
  `  ${project.name} ${relativeModuleId}`;
