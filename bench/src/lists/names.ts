import type { Random } from "@causeway/kernel";

const surnames = [
  ..."王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余",
];
const given = [
  ..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉梅鑫波斌宇浩凯健俊帆雪琳晨阳欣怡佳慧子涵梓轩若溪云泽文博思远嘉懿瑞",
];
const firstNames = ["James", "Mary", "Olivia", "Liam", "Emma", "Noah", "Sophia", "Lucas", "Mia"];
const lastNames = ["Smith", "Müller", "Garcia", "Tanaka", "Rossi", "Novak", "Jensen", "Dubois"];
const places = [
  "上海",
  "苏州",
  "深圳",
  "杭州",
  "成都",
  "武汉",
  "西安",
  "青岛",
  "宁波",
  "合肥",
  "长沙",
  "天津",
];
const brands = [
  ..."启衡瑞恒泰盛宏远嘉禾信达金科锐驰博创华智汇通安康诚德鼎丰凯利明洋联众卓越铭源峰宇",
];
const trades = [
  "精密机械",
  "智能装备",
  "医疗器械",
  "电子科技",
  "新材料",
  "自动化",
  "软件",
  "半导体",
  "汽车零部件",
  "环保",
];
const words = ["Precision", "Dynamics", "Medical", "Robotics", "Semiconductor", "Systems"];

export function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new TypeError("There is nothing to pick from");
  return value;
}

/** Four of five in Chinese, with one or two characters after the surname. */
export function personName(random: Random): string {
  if (random() < 0.2) return `${pick(random, firstNames)} ${pick(random, lastNames)}`;
  const second = random() < 0.7 ? pick(random, given) : "";
  return `${pick(random, surnames)}${pick(random, given)}${second}`;
}

export function companyName(random: Random): string {
  if (random() < 0.2) {
    return `${pick(random, lastNames)} ${pick(random, words)} ${Math.floor(random() * 900) + 100}`;
  }
  const brand = Array.from({ length: random() < 0.6 ? 2 : 3 }, () => pick(random, brands)).join("");
  return `${pick(random, places)}${brand}${pick(random, trades)}有限公司`;
}

export function cityName(random: Random): string {
  return pick(random, places);
}
