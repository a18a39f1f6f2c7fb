export { assertIsolated, assertSharedTablesNamed } from "./assert-isolated.ts";
export { createDataFolder } from "./create-data-folder.ts";
export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
export { explainQueries, type PlanNode, planNodes, rowsTouched } from "./explain-queries.ts";
export { onTestServer } from "./on-test-server.ts";
export { quietPort } from "./quiet-port.ts";
export { type Contents, readContents } from "./read-contents.ts";
export { findSecondServer, type SecondServer } from "./second-server.ts";
export { startTestServer, type TestServer, type TestServerOptions } from "./test-server.ts";
