import { sqlState } from "./retry-conflicts.ts";

/** Classes 08 (connection) and 53 (resources: disk, memory, connections), 57P (shutdown, start, crash). */
const passingStates = /^(08...|53...|57P..)$/;
const connectionErrors = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT"]);
/** What the driver says, without a code, when a server went away in the middle. */
const driverWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * Whether a query failed because PostgreSQL is not there for the moment: restarting, full, or its connection broke. What
 * it was asked is not at fault; the same may work in a while.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (passingStates.test(sqlState(error) ?? "")) return "severity" in error;
  if ("code" in error && connectionErrors.has(String(error.code))) {
    return "syscall" in error && error.syscall !== "open";
  }
  return driverWords.test(error.message);
}
