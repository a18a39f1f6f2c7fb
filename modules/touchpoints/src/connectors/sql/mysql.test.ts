import type { SettingValues } from "@causeway/platform-contract";
import { findMariadb } from "@causeway/platform-database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokerCertificate } from "../../../test/broker-certificate.ts";
import { type MariadbServer, startMariadb } from "../../../test/mariadb-server.ts";
import { asObject, type JsonObject, listAt } from "../../wire/json-object.ts";
import { checkSettings } from "../check-settings.ts";
import type { Fetched, RawDelivery } from "../connector.ts";
import { mysqlTable } from "../kinds/mysql-table.ts";

const files = findMariadb();

describe.skipIf(files === undefined)("tables of a MySQL server", () => {
  let server: MariadbServer;
  beforeAll(async () => {
    if (files === undefined) return;
    server = await startMariadb(files);
    await server.run(
      "create database erp character set utf8mb4",
      "create user reader identified by 'only reads'",
      "grant select on erp.* to reader",
      "create user clerk identified by ''",
    );
  });
  afterAll(() => server?.close());

  const settings = (changes: SettingValues = {}): SettingValues => ({
    ...{ host: "localhost", port: String(server.port), network: "internal", security: "tls" },
    ...{ authority: brokerCertificate.cert, database: "erp", user: "reader" },
    ...{ password: "only reads", eventName: "Order Changed", ...changes },
  });
  const fetch = (given: SettingValues, cursor: JsonObject | null = null): Promise<Fetched> =>
    mysqlTable.fetch(checkSettings(mysqlTable, given), cursor, {
      ...{ signal: AbortSignal.timeout(60_000), now: new Date() },
    });
  const eventsOf = ({ deliveries }: Fetched, given: SettingValues): readonly JsonObject[] =>
    deliveries.flatMap((delivery) => {
      const reading = mysqlTable.read(delivery, checkSettings(mysqlTable, given));
      expect(reading.failures).toEqual([]);
      return reading.events;
    });
  const propertiesOf = (event: JsonObject | undefined) => asObject(event?.["properties"]);

  /** Reads until nothing is new; the ids of the rows in the order in which they came. */
  async function readOn(given: SettingValues, from: JsonObject | null = null) {
    let cursor = from;
    const ids: unknown[] = [];
    for (;;) {
      const fetched = await fetch(given, cursor);
      ids.push(...eventsOf(fetched, given).map((event) => event["userId"]));
      cursor = fetched.cursor;
      if (!fetched.more) return { ids, cursor };
    }
  }

  it("give their rows once each in the order of the cursor, whatever its type, and again when they change", async () => {
    const types: readonly (readonly [string, (n: number) => string, string])[] = [
      ["datetime(6)", (n) => `'2026-11-24 08:00:00.12345${n % 3}'`, "'2026-11-24 08:00:00.123453'"],
      ["timestamp(3) null", (n) => `'2026-11-24 08:00:00.12${n % 3}'`, "'2026-11-25'"],
      // Beyond 2^53, where neighbours are one number to whoever compares them inexactly.
      ["bigint unsigned", (n) => `9007199254740990 + ${n % 7}`, "9007199254740997"],
      [
        "decimal(30,10)",
        (n) => `98765432109876543210.123456789${n % 3}`,
        "98765432109876543210.1234567893",
      ],
      ["date", (n) => `'2026-11-2${n % 3}'`, "'2026-11-23'"],
      ["varchar(40) character set latin1", (n) => `'v${n % 3}'`, "'v3'"],
    ];
    const rows = Array.from({ length: 1203 }, (_, at) => at + 1);
    let count = 0;
    for (const [type, changed, later] of types) {
      const table = `t${count++}`;
      await server.run(
        `create table erp.${table} (id int primary key, changed ${type}, index (changed, id))`,
        `insert into erp.${table} values ${rows.map((n) => `(${n}, ${changed(n)})`).join()}`,
        `insert into erp.${table} values (2000, null)`,
      );
      const map = '{"id":"user_id"}';
      const given = settings({ table, cursorColumn: "changed", keyColumn: "id", map });
      const { ids, cursor } = await readOn(given);
      expect(new Set(ids).size, type).toBe(1203);
      expect(ids, type).toHaveLength(1203);
      expect((await readOn(given, cursor)).ids, type).toEqual([]);
      await server.run(`update erp.${table} set changed = ${later} where id = 1`);
      expect((await readOn(given, cursor)).ids, type).toEqual(["1"]);
    }
  });

  it("keep what a value says, by its type", async () => {
    await server.run(
      `create table erp.\`订单 \`\`行\` (id bigint unsigned, uuid binary(16) primary key, total decimal(10,4),
        worth decimal(40,10), placed datetime(3), paid timestamp(3) null, never datetime, done bit(1), bits bit(9),
        state tinyint(1), extra json, note longtext, name varchar(20) charset utf8mb4, 邮箱 varchar(50), picture blob,
        ratio float, day date, sort enum('b','a'))`,
      "set time_zone = '+08:00', sql_mode = ''",
      `insert into erp.\`订单 \`\`行\` values (1870000000000000001, unhex('00112233445566778899aabbccddeeff'), 7.5,
        '123456789012345678901234567890.5', '2026-11-24 08:00:00.125', '2026-11-24 08:00:00.125', '0000-00-00', b'1',
        b'100000001', 2, '{"sku": {"no": 9007199254740993}}', '[1]', '启恒😀', 'li@ruifeng.example', repeat('x', 100),
        1.1, '2026-11-24', 'a')`,
    );
    const given = settings({
      ...{ table: "erp.订单 `行", cursorColumn: "placed", keyColumn: "uuid" },
      map: '{"placed":"time","id":"order_id","邮箱":"email"}',
    });
    const [event, ...others] = eventsOf(await fetch(given), given);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      // Where the shop is: a DATETIME has no zone of its own.
      timestamp: "2026-11-24T00:00:00.125Z",
      context: {
        traits: { email: "li@ruifeng.example" },
        externalIds: [{ id: "1870000000000000001", type: "order_id" }],
      },
    });
    expect(propertiesOf(event)).toEqual({
      ...{ uuid: "00112233445566778899aabbccddeeff", total: 7.5, done: true, bits: 257, state: 2 },
      ...{ worth: "123456789012345678901234567890.5000000000", paid: "2026-11-24T00:00:00.125Z" },
      ...{ extra_sku_no: "9007199254740993", note: "[1]", name: "启恒😀", ratio: 1.1 },
      ...{ day: "2026-11-24", sort: "a" },
    });
    await server.run(
      "create table erp.deals (id int primary key, created_at datetime, updated_at datetime, customer_email varchar(50))",
      "insert into erp.deals values (1, '2026-11-01', '2026-11-24 08:00:00', 'li@ruifeng.example'), (2, '2026-11-01', '2026-11-25', null)",
    );
    const plain = settings({ table: "deals", cursorColumn: "updated_at" });
    const [page] = (await fetch(plain)).deliveries;
    const recognised = mysqlTable.read(page as RawDelivery, checkSettings(mysqlTable, plain));
    expect(recognised).toMatchObject({
      events: [
        {
          timestamp: "2026-11-24T00:00:00.000Z",
          context: { traits: { email: "li@ruifeng.example" } },
        },
      ],
      failures: [{ reason: { en: expect.stringContaining("No field says who") } }],
    });
    const chosen = settings({ ...given, columns: "total\nplaced\n邮箱" });
    const [few] = eventsOf(await fetch(chosen), chosen);
    expect(propertiesOf(few)).toEqual({ total: 7.5 });
  });

  it("are read by who can change nothing; what is wrong is said with what to do about it", async () => {
    await server.run(
      "create table erp.sums (id int primary key, at double, kept int)",
      "insert into erp.sums values (1, 0.1, 0)",
      // Whoever made the source an owner's account: the session itself refuses.
      "create function erp.spoil() returns int modifies sql data begin update erp.sums set kept = 1; return 1; end",
      "create sql security definer view erp.trap as select id, erp.spoil() as spoilt from erp.sums",
      "create view erp.slow as select id, sleep(60) as nap from erp.sums",
    );
    const sums = settings({ table: "sums", cursorColumn: "id", keyColumn: "id" });
    const failure = async (changes: SettingValues): Promise<string> => {
      const error: unknown = await fetch({ ...sums, ...changes }).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      const label = asObject(asObject(error)?.["label"] ?? null);
      return String(label?.["en"] ?? error);
    };
    expect(await failure({ table: "trap" })).toContain("READ ONLY transaction");
    expect((await fetch(sums)).deliveries[0]?.body.toString()).toContain('"kept":0');
    expect(await failure({ password: "wrong" })).toContain("refused user or password");
    expect(await failure({ database: "crm" })).toContain("may not read it");
    expect(await failure({ table: "nothing" })).toContain("no such table");
    expect(await failure({ table: "sums; drop table sums" })).toContain("no such table");
    expect(await failure({ columns: "nothing" })).toContain("no such column");
    expect(await failure({ cursorColumn: "at" })).toContain("no order to go by");
    expect(await failure({ user: "clerk", password: "" })).toContain("may not read it");
    expect(await failure({ authority: "" })).toContain("from no known authority");
    expect(await failure({ host: "127.0.0.1" })).toBe("null");
    expect(await failure({ security: "none" })).toBe("null");
    expect(await problems({ host: "127.0.0.1", authority: "" })).toEqual(["body.settings.host"]);
    expect(await failure({ network: "public" })).toContain("own network");
  });

  async function problems(changes: SettingValues) {
    try {
      checkSettings(mysqlTable, settings({ table: "t", cursorColumn: "c", ...changes }));
      return [];
    } catch (error) {
      return listAt(asObject(error) ?? {}, "issues").map((issue) => asObject(issue)?.["path"]);
    }
  }
});
