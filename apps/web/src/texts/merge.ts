import type { Pairs } from "./pairs.ts";

export const merge = {
  begin: ["合并…", "Merge…"],
  title: ["与另一条{{object}}记录合并", "Merge with another {{object}}"],
  find: ["哪一条与“{{title}}”是同一个？", "Which one is the same as “{{title}}”?"],
  findHint: ["输入名称、电话或邮箱查找", "Type a name, a number or an address"],
  noHit: ["没有找到另一条，换个词试试", "No other record found; try another word"],
  other: ["换一条", "Choose another"],
  stays: ["保留", "Stays"],
  goes: ["并入", "Goes into it"],
  swap: ["改为保留这一条", "Keep this one instead"],
  field: ["字段", "Field"],
  both: ["两者都要", "Both"],
  moves: ["改为指向保留的记录", "Will refer to the one that stays"],
  noMoves: ["没有其他数据指向要并入的记录", "Nothing refers to the record that goes"],
  touchpoints: [
    "凭“{{title}}”的名称、电话、邮箱或编号认出的触点，以后都归到保留的记录。",
    "Touchpoints that name “{{title}}” by its name, number, address or id belong to the one that stays.",
  ],
  takeBack: [
    "合并可以在保留记录的“历史”里撤销，只要合并写入的值没有再改过。",
    "It can be taken back in the history of the one that stays, as long as nobody changes what it wrote.",
  ],
  confirm: ["合并为一条", "Merge into one"],
  done: ["“{{title}}”已并入", "“{{title}}” was merged"],
  undo: ["撤销合并", "Take back"],
  undone: [
    "已撤销合并，“{{title}}”恢复为单独的记录",
    "Taken back: “{{title}}” stands by itself again",
  ],
  moved: ["“{{title}}”已并入这条记录", "“{{title}}” was merged into this record"],
  open: ["打开合并后的记录", "Open the record it was merged into"],
  with: ["与“{{title}}”", "with “{{title}}”"],
} as const satisfies Pairs;
