import type { SettingField, SettingValues } from "@causeway/platform-contract";
import { reachField } from "../../network/reach-field.ts";
import type { ConnectorKind, RawDelivery, Reading, SettingProblem } from "../connector.ts";
import { readColumns } from "../mapped/read-columns.ts";
import { parseFieldMap, readMapped } from "../mapped/read-mapped.ts";
import { proposeTargets } from "../mapped/targets.ts";
import { readRecords } from "../records/read-records.ts";
import {
  choiceField,
  linesField,
  mapField,
  rarely,
  secretField,
  textField,
} from "../setting-field.ts";
import { fetchTableOf, rowIdColumn } from "./fetch-table.ts";
import { choiceOf, isColumnName, isTableName } from "./table-choice.ts";
import type { TableDatabase } from "./table-database.ts";

interface TableKind {
  readonly name: string;
  /** What the database is called. */
  readonly called: string;
  readonly port: string;
  readonly tableHint: SettingField["hint"];
  readonly database: TableDatabase;
}

/** A table or view of a database of another system: what is new or changed, every minute. */
export const tableKind = ({ name, called, port, tableHint, database }: TableKind) =>
  ({
    name,
    kind: "other",
    choosesKind: true,
    label: { zh: `数据库表 (${called})`, en: `Database table (${called})` },
    summary: {
      zh: "ERP、工单等系统的表或视图，只读增量读取",
      en: "A table or view of ERP, service desk and others, read-only and incremental",
    },
    identifiers: ["user_id", "email", "phone", "order_id", "device", "ticket"],
    way: "fetch",
    fields: [
      textField("host", "数据库服务器", "Database server", { required: true }),
      textField("port", "端口", "Port", { required: true, initial: port }),
      reachField,
      choiceField("security", { zh: "加密", en: "Encryption" }, [
        ["tls", "TLS（验证证书）", "TLS, certificate checked"],
        ["none", "不加密（仅限内网）", "None (own network only)"],
      ]),
      rarely(
        linesField("authority", "CA 证书 (PEM)", "Authority's certificate (PEM)", {
          hint: { zh: "自签证书时填写", en: "Where the server's certificate is one of your own" },
        }),
      ),
      textField("database", "数据库", "Database", { required: true }),
      textField("user", "用户名", "User", {
        required: true,
        hint: { zh: "建议使用只读账号", en: "Best one that may only read" },
      }),
      secretField("password", "密码", "Password"),
      textField("table", "表或视图", "Table or view", {
        required: true,
        hint: tableHint,
      }),
      rarely(
        linesField("columns", "列", "Columns", {
          hint: {
            zh: "每行一个；留空则读取全部列",
            en: "One per line; all of them when left blank",
          },
        }),
      ),
      textField("cursorColumn", "递增列", "Column that rises", {
        required: true,
        initial: "updated_at",
        hint: {
          zh: "新增或修改时变大的列，例如 updated_at 或 id",
          en: "Rises with every new or changed row, as updated_at or id",
        },
      }),
      textField("keyColumn", "主键列", "Key column", { required: true, initial: "id" }),
      mapField("map", "字段对应", "Field map", {
        hint: {
          zh: "粘贴一行数据 (JSON) 即可看到字段；留空则按名称自动识别",
          en: "Paste a row as JSON to see its fields; left blank, they are recognised by their names",
        },
      }),
      textField("eventName", "事件名称", "Name of the event", { initial: "Record Changed" }),
      rarely(
        choiceField("rest", { zh: "没有对应的列", en: "Columns that are not mapped" }, [
          ["yes", "作为属性保留", "Are kept as properties"],
          ["no", "不保留", "Are not kept"],
        ]),
      ),
      rarely(textField("zone", "时区", "Time zone", { initial: "+08:00", required: true })),
    ],
    steps: [
      {
        zh: "在数据库里建一个只能读取这张表的账号，并允许本服务器连接。",
        en: "Make a user in the database that may only read this table, and let this server connect.",
      },
      {
        zh: "每分钟读取一次新增和修改的行；只读事务，每条查询最长 30 秒。",
        en: "New and changed rows are read every minute, in a read-only transaction, at most 30 seconds a query.",
      },
    ],
    check: (settings) => check(settings, database),
    fetch: fetchTableOf(database),
    read,
  }) satisfies ConnectorKind;

type Complain = (field: string, zh: string, en: string) => void;

function check(settings: SettingValues, database: TableDatabase): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const complain: Complain = (field, zh, en) => void problems.push({ field, label: { zh, en } });
  checkServer(settings, database, complain);
  checkTable(settings, complain);
  return problems;
}

function checkServer(settings: SettingValues, database: TableDatabase, complain: Complain): void {
  const { host = "", port = "", security, network, authority = "" } = settings;
  if (!/^[A-Za-z0-9.:[\]-]{1,253}$/.test(host))
    complain("host", "应为服务器名称", "must be the name of a server");
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    complain("port", "应在 1 到 65535 之间", "must be 1 to 65535");
  if (security === "none" && network !== "internal")
    complain("security", "公网连接必须加密", "is needed on the internet");
  const isBare = database.certificateNeedsName === true && /^[\d.:[\]]+$/.test(host);
  if (isBare && security === "tls" && authority === "")
    complain(
      "host",
      "使用 TLS 时应为证书上的名称，否则请填写 CA 证书",
      "must be the name on its certificate with TLS, unless the authority's certificate is given",
    );
}

function checkTable(settings: SettingValues, complain: Complain): void {
  const { table, columns, cursorColumn, keyColumn } = choiceOf(settings);
  if (!isTableName(table)) complain("table", "不是表名", "is no name of a table");
  if (!isColumnName(cursorColumn)) complain("cursorColumn", "不是列名", "is no name of a column");
  if (!isColumnName(keyColumn)) complain("keyColumn", "不是列名", "is no name of a column");
  if (columns.length > 100 || !columns.every(isColumnName))
    complain("columns", "有一行不是列名", "has a line that is no name of a column");
  if (parseFieldMap(settings["map"] ?? "") === null)
    complain("map", "不是有效的字段对应", "is no field map");
}

/** By the map; what tells an event apart is the row and its change, whatever the map calls its id. */
function read(delivery: RawDelivery, settings: SettingValues): Reading {
  const found = readRecords(delivery);
  const columns = found.ok ? readColumns(found.records).map(({ path }) => path) : [];
  const given = parseFieldMap(settings["map"] ?? "") ?? {};
  // Where several columns are times, the one that rises says when it happened.
  const { cursorColumn = "" } = settings;
  const changedFirst = [...columns.filter((path) => path === cursorColumn), ...columns];
  const chosen = Object.keys(given).length === 0 ? proposeTargets(changedFirst) : given;
  const entries = Object.entries(chosen).map(([path, target]) => [
    path,
    target === "id" ? "property" : target,
  ]);
  const map = JSON.stringify({ ...Object.fromEntries(entries), [rowIdColumn]: "id" });
  return readMapped(delivery, { ...settings, map });
}
