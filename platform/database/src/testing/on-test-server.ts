import { connectionFromUrl, withClient } from "../connection.ts";

/** Runs one statement as the administrator of a test server, outside a transaction. */
export async function onTestServer(
  url: string,
  statement: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return withClient(connectionFromUrl(url), async (client) => (await client.query(statement)).rows);
}
