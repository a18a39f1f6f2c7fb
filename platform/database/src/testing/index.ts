export { assertIsolated, assertSharedTablesNamed } from "./assert-isolated.ts";
export { createDataFolder } from "./create-data-folder.ts";
export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
export { findSecondServer, type SecondServer } from "./second-server.ts";
