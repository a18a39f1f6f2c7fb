import { expect, it } from "vitest";
import { keptWords, readKeptWords } from "./kept-words.ts";

it("readKeptWords() reads what keptWords() kept, and takes all else as it is", () => {
  const both = { zh: "拒绝“内网”", en: 'Refused: "own network"' };
  expect(readKeptWords(keptWords(both))).toEqual(both);
  for (const said of ["550 no such user", '{"zh":"only"}', '{"zh":', ""]) {
    expect(readKeptWords(keptWords(said))).toEqual({ zh: said, en: said });
  }
});
