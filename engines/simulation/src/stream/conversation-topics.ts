/** What calls and tickets are about, as those who take them write it down. */
export const conversationTopics = {
  zh: {
    inquiry: "新询价",
    followUp: "跟进",
    cuttingHead: "切割头",
    chiller: "冷水机",
    software: "软件",
  },
  en: {
    inquiry: "inquiry",
    followUp: "follow-up",
    cuttingHead: "cutting head",
    chiller: "chiller",
    software: "software",
  },
} as const;
