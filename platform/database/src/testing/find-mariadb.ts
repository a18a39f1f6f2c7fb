import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs and the SQL files that a MariaDB server is made of. */
export interface MariadbFiles {
  readonly server: string;
  /** Folder of the statements that make its system tables. */
  readonly share: string;
}

const folders = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/local/bin"];
const shares = ["/usr/share/mysql", "/usr/share/mariadb", "/opt/homebrew/share/mysql"];

/** A MariaDB, which plays the database of another system in tests. Nothing when there is none. */
export function findMariadb(): MariadbFiles | undefined {
  const { PATH = "" } = process.env;
  const server = [...PATH.split(delimiter), ...folders]
    .map((folder) => join(folder, "mariadbd"))
    .find((path) => existsSync(path));
  const share = shares.find((folder) => existsSync(join(folder, "mysql_system_tables.sql")));
  return server === undefined || share === undefined ? undefined : { server, share };
}
