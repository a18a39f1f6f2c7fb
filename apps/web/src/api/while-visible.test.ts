import { expect, test } from "vitest";
import { whileVisible } from "./while-visible.ts";

function page() {
  const state = { visible: true };
  const document = Object.defineProperty(new EventTarget(), "visibilityState", {
    get: () => (state.visible ? "visible" : "hidden"),
  }) as unknown as Document;
  const window = new EventTarget() as unknown as Window;
  return {
    sight: { document, window },
    show(visible: boolean) {
      state.visible = visible;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    window,
  };
}

test("whileVisible holds nothing in a tab that nobody sees", () => {
  const { sight, show } = page();
  const seen: string[] = [];
  const end = whileVisible(sight, () => {
    seen.push("start");
    return () => seen.push("stop");
  });
  show(true);
  show(false);
  show(false);
  show(true);
  end();
  show(false);
  show(true);
  expect(seen).toEqual(["start", "stop", "start", "stop"]);
});

test("whileVisible waits in a tab that is opened behind another, and ends when the page is left", () => {
  const { sight, show, window } = page();
  const seen: string[] = [];
  show(false);
  whileVisible(sight, () => {
    seen.push("start");
    return () => seen.push("stop");
  });
  expect(seen).toEqual([]);
  show(true);
  window.dispatchEvent(new Event("pagehide"));
  window.dispatchEvent(new Event("pageshow"));
  expect(seen).toEqual(["start", "stop", "start"]);
});
