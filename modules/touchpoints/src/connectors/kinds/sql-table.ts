import { postgresql } from "../sql/postgresql.ts";
import { tableKind } from "../sql/table-kind.ts";

export const sqlTable = tableKind({
  name: "sql-table",
  called: "PostgreSQL",
  port: "5432",
  tableHint: { zh: "例如 orders 或 erp.orders", en: "As orders or erp.orders" },
  database: postgresql,
});
