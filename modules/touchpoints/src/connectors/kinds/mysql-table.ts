import { mysql } from "../sql/mysql.ts";
import { tableKind } from "../sql/table-kind.ts";

export const mysqlTable = tableKind({
  name: "mysql-table",
  called: "MySQL / MariaDB",
  port: "3306",
  tableHint: { zh: "例如 orders 或 erp.orders", en: "As orders or erp.orders" },
  database: mysql,
});
