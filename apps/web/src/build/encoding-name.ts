const names: Readonly<Record<string, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  gb18030: "GB18030",
  big5: "Big5",
  shift_jis: "Shift-JIS",
  "windows-1252": "Windows-1252",
};

/** An encoding as people write it. */
export function encodingName(encoding: string): string {
  return names[encoding] ?? encoding;
}
