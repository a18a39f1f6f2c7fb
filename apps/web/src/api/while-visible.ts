/** What tells whether somebody can see the page: `document` and `window`, or something like them. */
export interface Sight {
  readonly document: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
  readonly window: Pick<Window, "addEventListener" | "removeEventListener">;
}

/**
 * Runs `start` while the page can be seen, and what `start` returned when it no longer can. A browser lends six
 * connections to all pages of a server: a stream that each tab kept would leave the seventh without an answer, and
 * pages that wait for the back button keep theirs too.
 */
export function whileVisible(sight: Sight, start: () => () => void): () => void {
  let stop: (() => void) | undefined;
  const leave = () => {
    stop?.();
    stop = undefined;
  };
  const look = () => {
    if (sight.document.visibilityState !== "visible") return leave();
    if (stop) return;
    stop = start();
  };
  sight.document.addEventListener("visibilitychange", look);
  sight.window.addEventListener("pageshow", look);
  sight.window.addEventListener("pagehide", leave);
  look();
  return () => {
    sight.document.removeEventListener("visibilitychange", look);
    sight.window.removeEventListener("pageshow", look);
    sight.window.removeEventListener("pagehide", leave);
    leave();
  };
}
