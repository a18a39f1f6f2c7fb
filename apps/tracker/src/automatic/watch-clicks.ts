import type { Tracker } from "../tracker.ts";

/** Elements with `data-causeway-click="name"` (or inside one) tell when they are clicked. */
export function watchClicks(tracker: Tracker): void {
  document.addEventListener(
    "click",
    ({ target }) => {
      const element = target instanceof Element ? target.closest("[data-causeway-click]") : null;
      if (element === null) return;
      const label = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 100);
      const name = element.getAttribute("data-causeway-click");
      const href = element.getAttribute("href");
      tracker.track("Element Clicked", {
        name,
        label,
        path: location.pathname,
        ...(href !== null && { href }),
      });
    },
    { capture: true },
  );
}
