import { seededRandom } from "@causeway/kernel";

const surnames = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const given = [..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文国志红玉兰"];
const cities = ["苏州", "宁波", "东莞", "佛山", "无锡", "青岛", "成都", "长沙", "合肥", "郑州"];
const trades = ["精密机械", "电子科技", "新能源", "自动化设备", "汽车零部件", "食品机械"];
const positions = ["采购经理", "设备工程师", "生产总监", "总经理", "质量主管", "自动化工程师"];

/** The name of the n-th account; no two are alike. */
export function accountName(index: number): string {
  const city = cities[index % cities.length];
  const trade = trades[Math.floor(index / 10) % trades.length];
  return `${city}${trade}${index.toString(36)}有限公司`;
}

/** CSV of accounts, a piece at a time. */
export async function* accountFile(count: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("公司名称,网站\n");
  for (let at = 0; at < count; at += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, count - at) }, (_, offset) => {
      const index = at + offset;
      return `${accountName(index)},https://www.c${index.toString(36)}.example.com\n`;
    });
    yield Buffer.from(lines.join(""));
  }
}

/**
 * CSV of contacts, a piece at a time: name, e-mail (the key), phone, position, account. Every twentieth row repeats the
 * person of an earlier one with another position. `edition` changes the position of everybody, and nothing else.
 */
export async function* contactFile(
  count: number,
  options: { readonly accounts: number; readonly edition: number },
): AsyncGenerator<Uint8Array> {
  const random = seededRandom(options.edition);
  yield Buffer.from("姓名,邮箱,电话,职位,公司\n");
  const people = Math.ceil(count * 0.95);
  for (let at = 0; at < count; at += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, count - at) }, (_, offset) => {
      const person = at + offset < people ? at + offset : Math.floor(random() * people);
      const name = `${surnames[person % 20]}${given[(person * 7) % 31]}${given[(person * 13) % 31]}`;
      const phone = `13${String(person).padStart(9, "0")}`;
      const position = positions[(person + options.edition + (at + offset < people ? 0 : 1)) % 6];
      const account = accountName((person * 31) % options.accounts);
      return `${name},p${person}@example.com,${phone},${position},${account}\n`;
    });
    yield Buffer.from(lines.join(""));
  }
}
