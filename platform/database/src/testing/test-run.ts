/** The environment variable that leads test workers to the server of their run. */
export const testServerVariable = "CAUSEWAY_TEST_SERVER";

/** The address of the run's server. Throws when the tests run outside the project that starts it. */
export function testServerUrl(): string {
  const url = process.env[testServerVariable];
  if (url === undefined) {
    throw new Error(
      "No test server: tests with a database live in a package's test/ folder (vitest project `database`)",
    );
  }
  return url;
}
