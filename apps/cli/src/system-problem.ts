import type { BothLanguages } from "@causeway/kernel";

const notWritable = {
  zh: "当前用户不能写入：请用 --data 指定另一个目录，或以其所有者启动",
  en: "cannot be written by this user: use another --data folder, or start as its owner",
} as const;

const wayOut: Readonly<Record<string, BothLanguages>> = {
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: {
    zh: "无法写入，文件系统是只读的：请用 --data 指定另一个目录",
    en: "cannot be written, its file system is read-only: use another --data folder",
  },
  ENOSPC: {
    zh: "无法写入，磁盘已满：请腾出空间，或用 --data 指定另一个目录",
    en: "cannot be written, the disk is full: make room, or use another --data folder",
  },
  EDQUOT: {
    zh: "无法写入，当前用户的配额已用完：请腾出空间，或用 --data 指定另一个目录",
    en: "cannot be written, this user's quota is used up: make room, or use another --data folder",
  },
  ENOTDIR: {
    zh: "的路径经过一个文件：请用 --data 指定另一个目录",
    en: "goes through a file: use another --data folder",
  },
};

/** What a person should do about an error of the file system, in one line; undefined for any other error. */
export function systemProblem(error: unknown): BothLanguages | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return undefined;
  const advice = wayOut[String(error.code)];
  if (advice === undefined) return undefined;
  const path = String(error.path);
  return { zh: `${path} ${advice.zh}`, en: `${path} ${advice.en}` };
}
