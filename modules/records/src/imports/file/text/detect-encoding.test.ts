import type { FileEncoding } from "@causeway/platform-contract";
import { describe, expect, it } from "vitest";
import { detectEncoding } from "./detect-encoding.ts";
import { openText } from "./open-text.ts";

/** The other way of what `TextDecoder` does: every character of one or two bytes. */
function encoderOf(encoding: FileEncoding): (text: string) => Buffer {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const bytesOf = new Map<string, readonly number[]>();
  const learn = (bytes: readonly number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1 && !bytesOf.has(text)) bytesOf.set(text, bytes);
    } catch {
      // Not a character.
    }
  };
  for (let first = 0; first < 256; first++) learn([first]);
  for (let first = 0x81; first < 256; first++) {
    for (let second = 0x40; second < 256; second++) learn([first, second]);
  }
  return (text) =>
    Buffer.from(
      [...text].flatMap((character) => {
        const bytes = bytesOf.get(character);
        if (bytes === undefined) throw new Error(`${encoding} has no ${character}`);
        return bytes;
      }),
    );
}

const tables: readonly (readonly [FileEncoding, string, string])[] = [
  [
    "gb18030",
    "a list",
    "公司名称,联系人,电话\n苏州启衡精密机械有限公司,李雷,13812345678\n宁波甬锐自动化,韩梅梅,139\n",
  ],
  ["gb18030", "a rare name", "姓名,城市\n喆赟,鄞州\n王芳,上海\n"],
  ["gb18030", "traditional writing", "公司名稱;聯絡人\n臺灣積體電路製造;張忠謀\n"],
  ["gb18030", "a head alone", "姓名,电话\n"],
  [
    "big5",
    "a list",
    "公司名稱,聯絡人,電話\n鴻海精密工業股份有限公司,郭台銘,02\n台達電子,海英俊,03\n",
  ],
  ["big5", "a head alone", "姓名,電話,地址\n"],
  [
    "shift_jis",
    "a list",
    "会社名,担当者,住所\n株式会社ファナック,山口賢治,山梨県忍野村\nキーエンス,中田有,大阪市\n",
  ],
  ["shift_jis", "a head alone", "お名前,メール\n"],
  [
    "windows-1252",
    "German",
    "Firma;Straße;Ort\nMüller & Söhne GmbH;Königsallee 5;Düsseldorf\nBäcker;;Köln\n",
  ],
  [
    "windows-1252",
    "French",
    "Société,Prénom,Créé le\nL’Oréal – siège,François,3 août\nÀ la forêt,Noël,5 €\n",
  ],
  [
    "windows-1252",
    "Spanish and Portuguese",
    "Compañía,Dirección\nMuñoz e Hijos,Peñón nº 3\nSão João,Conceição\n",
  ],
];

describe("detectEncoding()", () => {
  it.each(tables)("is sure of %s by its characters: %s", (encoding, _, text) => {
    const found = detectEncoding(encoderOf(encoding)(text));
    expect(found).toMatchObject({ encoding, isSure: true });
    const [, telling = ""] = /([^\0-\x7f]{2}|[^\0-\x7f])/u.exec(text) ?? [];
    expect(found.readings[0]?.text).toContain(telling);
  });

  it("tells UTF-16 without a mark, also of Chinese, and UTF-8 that was cut inside a character", () => {
    for (const text of [
      "name,city\nLi,Ulm\n",
      "公司名称,联系人\n苏州启衡精密机械,李雷\n宁波甬锐,王芳\n",
    ]) {
      expect(detectEncoding(Buffer.from(text, "utf16le")).encoding).toBe("utf-16le");
      expect(detectEncoding(Buffer.from(text, "utf16le").swap16()).encoding).toBe("utf-16be");
    }
    const cut = detectEncoding(Buffer.from("姓名").subarray(0, 5));
    expect(cut).toMatchObject({ encoding: "utf-8", isSure: true });
  });

  it("is in doubt where few characters can be read in several ways, and shows them", () => {
    const found = detectEncoding(encoderOf("gb18030")("name,sex\nLi,男\nHan,女\n"));
    expect(found).toMatchObject({ encoding: "gb18030", isSure: false });
    expect(found.readings.find(({ encoding }) => encoding === "gb18030")?.text).toBe("男 · 女");
    expect(found.readings.map(({ encoding }) => encoding)).toContain("big5");
  });

  it("holds UTF-8 with a broken character for UTF-8, and says that it is not sure", () => {
    const broken = Buffer.concat([
      Buffer.from("姓名,城市\n李雷,深圳\n"),
      Buffer.from([0xe9, 0x0a]),
    ]);
    expect(detectEncoding(broken)).toMatchObject({ encoding: "utf-8", isSure: false });
  });
});

describe("openText()", () => {
  const read = async (content: Buffer, wished?: FileEncoding) => {
    async function* chunks() {
      for (let at = 0; at < content.length; at += 60_000) yield content.subarray(at, at + 60_000);
    }
    const { parts, found } = await openText(chunks(), wished);
    let text = "";
    for await (const part of parts) text += part;
    return { text, ...found() };
  };

  it("finds the encoding where it shows first, far below", async () => {
    const plain = "name,city\n".repeat(30_000);
    const encode = encoderOf("windows-1252");
    for (const before of [plain, plain.slice(0, 65_535), plain.slice(0, 120_000)]) {
      for (const end of ["Müller,Köln\n", `Müller${plain}`]) {
        const content = Buffer.concat([Buffer.from(before), encode(end)]);
        const found = await read(content);
        expect(found).toMatchObject({ encoding: "windows-1252", isSure: true });
        expect(found.text === before + end).toBe(true);
      }
    }
    expect(await read(Buffer.from(plain))).toMatchObject({ encoding: "utf-8", readings: [] });
  });

  it("reads as it is wished, but never against a byte order mark", async () => {
    const german = encoderOf("windows-1252")("Müller,Köln\n");
    expect(await read(german, "gb18030")).toMatchObject({ encoding: "gb18030", isSure: true });
    const plain = Buffer.from("name,city\n李雷,x\n", "utf16le");
    expect(await read(plain, "utf-16le")).toMatchObject({ encoding: "utf-16le", isSure: true });
    const marked = Buffer.from("\uFEFF姓名\n", "utf16le");
    expect(await read(marked, "big5")).toMatchObject({ text: "姓名\n", encoding: "utf-16le" });
  });
});
