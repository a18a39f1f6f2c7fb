import { describe, expect, test, vi } from "vitest";
import { createToastStore } from "./toasts.ts";

describe("createToastStore", () => {
  test("keeps an undo for ten seconds and a plain line for four", () => {
    const store = createToastStore();
    store.show({ text: "deleted", undo: () => undefined }, 0);
    store.show({ text: "saved" }, 0);
    expect(store.sweep(5_000).map(({ text }) => text)).toEqual(["deleted"]);
    expect(store.sweep(10_000)).toEqual([]);
  });

  test("tells listeners only when something changed", () => {
    const store = createToastStore();
    const listener = vi.fn();
    const stop = store.subscribe(listener);
    store.show({ text: "one" }, 0);
    store.sweep(1);
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    store.dismiss(store.list()[0]?.id ?? 0);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.list()).toEqual([]);
  });

  test("never stacks more than three", () => {
    const store = createToastStore();
    for (const text of ["a", "b", "c", "d"]) store.show({ text }, 0);
    expect(store.list().map(({ text }) => text)).toEqual(["b", "c", "d"]);
  });
});
