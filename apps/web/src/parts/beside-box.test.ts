import { expect, test } from "vitest";
import { besideBox } from "./beside-box.ts";

const room = { width: 390, height: 800 };
const bubble = { width: 300, height: 60 };

test("besideBox() stands below, within the window, and above where there is no room below", () => {
  const at = (left: number, top: number) =>
    besideBox({ left, top, bottom: top + 20 }, bubble, room);
  expect(at(20, 100)).toEqual({ left: 20, top: 126 });
  expect(at(350, 100)).toEqual({ left: 82, top: 126 });
  expect(at(-30, 100)).toEqual({ left: 8, top: 126 });
  expect(at(20, 760)).toEqual({ left: 20, top: 694 });
});
