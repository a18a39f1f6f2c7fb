import { readPage } from "../page-context.ts";
import type { Tracker } from "../tracker.ts";

/**
 * Calls `page` for every page and every route of a single-page application, and tells on leaving how long the page was
 * visible and how far it was scrolled. `counted`: the page calls `page` for itself.
 */
export function watchPages(tracker: Tracker, counted: boolean): void {
  let current = begin();

  const leave = (): void => {
    pauseDwell(current);
    if (current.left) return;
    current.left = true;
    const { path, title } = current.page;
    const { dwellMs, scrollDepth } = current;
    tracker.track("Page Left", { path, title, dwellMs: Math.round(dwellMs), scrollDepth });
  };

  const enter = (): void => {
    if (location.pathname === current.page.path) return;
    leave();
    current = begin();
    // The router sets the title after the address.
    setTimeout(() => {
      current.page = readPage();
      tracker.page(undefined, current.page);
    });
  };

  if (!counted) tracker.page(undefined, current.page);
  for (const method of ["pushState", "replaceState"] as const) {
    const original = history[method];
    history[method] = function (...parameters) {
      original.apply(this, parameters);
      enter();
    };
  }
  addEventListener("popstate", enter);
  addEventListener("scroll", () => noteScroll(current), { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      pauseDwell(current);
      tracker.flushOnExit();
    } else current.visibleSince = performance.now();
  });
  addEventListener("pagehide", () => {
    leave();
    tracker.flushOnExit();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    current = begin();
    tracker.page(undefined, current.page);
  });
}

interface Stay {
  page: ReturnType<typeof readPage>;
  dwellMs: number;
  visibleSince: number | null;
  scrollDepth: number;
  left: boolean;
}

function begin(): Stay {
  const isVisible = document.visibilityState === "visible";
  const stay: Stay = {
    page: readPage(),
    dwellMs: 0,
    visibleSince: isVisible ? performance.now() : null,
    scrollDepth: 0,
    left: false,
  };
  noteScroll(stay);
  return stay;
}

function pauseDwell(stay: Stay): void {
  if (stay.visibleSince === null) return;
  stay.dwellMs += performance.now() - stay.visibleSince;
  stay.visibleSince = null;
}

/** In percent of the page's height, the lowest line that was in view. */
function noteScroll(stay: Stay): void {
  const { scrollHeight } = document.documentElement;
  if (scrollHeight === 0) return;
  const depth = Math.round((100 * (scrollY + innerHeight)) / scrollHeight);
  stay.scrollDepth = Math.max(stay.scrollDepth, Math.min(100, depth));
}
