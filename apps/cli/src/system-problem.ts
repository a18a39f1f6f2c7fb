const wayOut: Readonly<Record<string, string>> = {
  EACCES: "cannot be written by this user: use another --data folder, or start as its owner",
  EPERM: "cannot be written by this user: use another --data folder, or start as its owner",
  EROFS: "cannot be written, its file system is read-only: use another --data folder",
  ENOSPC: "cannot be written, the disk is full: make room, or use another --data folder",
  EDQUOT:
    "cannot be written, this user's quota is used up: make room, or use another --data folder",
  ENOTDIR: "goes through a file: use another --data folder",
};

/** What a person should do about an error of the file system, in one line; undefined for any other error. */
export function systemProblem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return undefined;
  const advice = wayOut[String(error.code)];
  return advice === undefined ? undefined : `${String(error.path)} ${advice}`;
}
