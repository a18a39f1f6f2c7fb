/** Readings of the characters in the vocabulary, without tones: syllable, then its characters. */
const readings =
  "an 安|bai 白|ban 钣|bang 邦|bei 备|bo 博|bu 部不|cai 蔡材|cao 曹|chang 昌|chao 超|che 车|" +
  "chen 陈晨|cheng 诚程成|chu 厨|chun 春|cui 崔|da 达|dai 戴|de 德|deng 邓|dian 电|ding 鼎丁|" +
  "dong 东董栋|du 杜|duan 段|fan 范|fang 方芳|fei 飞|feng 丰峰冯|fu 傅复|gang 刚钢|gao 高|ge 葛|" +
  "gong 龚工|gu 顾|guan 官|guo 郭国|hai 海|han 韩|hang 航|hao 郝豪浩|he 禾赫和何贺|heng 恒衡|hong 宏洪|" +
  "hou 侯|hu 胡|hua 华|huang 黄|hui 辉慧|ji 机技|jia 嘉佳贾家|jian 建件|jiang 蒋姜江|jie 杰|jin 金|" +
  "jing 精静|ju 具|jun 钧骏军俊|kai 凯|kang 康|ke 科|kong 孔|lai 赖|lan 兰|lei 雷磊|li 立利砺李黎丽力|" +
  "liang 梁|liao 廖疗|lin 林琳|ling 零|liu 刘|long 隆龙|lu 卢陆|luo 罗|lv 吕|ma 马|mao 毛|mei 梅|" +
  "meng 孟|mi 密|min 敏|ming 铭明鸣|mo 莫|na 娜|ou 欧|pan 潘|pei 配|peng 彭|pin 品|qi 启汽气器|" +
  "qian 钱|qiang 强|qin 秦覃|qiu 邱|ran 然|ren 任|rui 瑞锐|run 润|ruo 若|shang 上|shao 邵少|she 设|" +
  "shen 沈身|sheng 盛晟生|shi 石史|shu 属|shun 舜|si 思|song 宋|su 苏|sun 孙|tai 泰|tan 谭|tang 唐|" +
  "tao 陶涛套|ti 梯|tian 天田|tong 通桐|wan 万|wang 王汪|wei 魏韦伟|wen 文|wu 吴武|xi 曦|xia 夏霞|" +
  "xiao 萧晓|xie 谢械|xin 新信|xing 兴|xiong 熊|xiu 秀锈|xu 徐许|xuan 轩萱|xue 薛雪|yan 阎严艳燕|" +
  "yang 阳洋杨|yao 姚|ye 业叶|yi 奕怡一医|yin 尹|ying 英|yong 永勇|yu 宇于余雨玉|yuan 远源袁|yue 越|yun 云|" +
  "zao 造|ze 泽|zeng 曾|zhang 张|zhao 赵|zhen 振|zheng 正郑|zhi 志制|zhong 中众钟重|zhou 周|zhu 朱诸|" +
  "zi 子梓|zou 邹";

const syllables = new Map(
  readings.split("|").flatMap((entry) => {
    const [syllable = "", characters = ""] = entry.split(" ");
    return [...characters].map((character) => [character, syllable] as const);
  }),
);

/** Syllables of a Chinese word in lower case, then the initials of what follows. */
export function latinStem(word: string, rest: string): string {
  const read = (text: string): string[] => [...text].map((sign) => syllables.get(sign) ?? "");
  return [...read(word), ...read(rest).map((syllable) => syllable.slice(0, 1))].join("");
}

const read = (text: string): string => {
  const latin = [...text].map((character) => syllables.get(character) ?? "").join("");
  return latin.slice(0, 1).toUpperCase() + latin.slice(1);
};

/** Given name, then surname, in Latin letters. */
export function latinOf(surname: string, given: string): string {
  return `${read(given)} ${read(surname)}`;
}
