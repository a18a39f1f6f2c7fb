import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import {
  middleOf,
  panRange,
  spanOf,
  type TimeRange,
  type TimeScale,
  zoomRange,
  zoomStep,
} from "./time-range.ts";

interface GestureInput {
  readonly range: TimeRange;
  readonly bounds: TimeRange;
  readonly scale: TimeScale;
  readonly gutter: number;
  readonly onRange: (range: TimeRange) => void;
  readonly onStep: (by: 1 | -1) => void;
}

const zoomPerPixel = 1.0015;

/** Wheel, drag and keys of the time line, as changes of its range. */
export function useTimelineGestures(input: GestureInput) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(input);
  latest.current = input;
  const drag = useRef<{ x: number; range: TimeRange } | null>(null);

  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    // React listens to wheel passively, and a passive listener cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { range, bounds, scale, gutter, onRange } = latest.current;
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        const ms = (event.deltaX / Math.max(1, element.clientWidth - gutter)) * spanOf(range);
        onRange(panRange(range, ms, bounds));
        return;
      }
      const at = scale.at(event.clientX - element.getBoundingClientRect().left - gutter);
      onRange(zoomRange(range, zoomPerPixel ** event.deltaY, at, bounds));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);

  const zoom = (factor: number) => {
    const { range, bounds } = latest.current;
    input.onRange(zoomRange(range, factor, middleOf(range), bounds));
  };
  const run = (key: string): boolean => {
    if (key === "ArrowLeft" || key === "ArrowRight") {
      latest.current.onStep(key === "ArrowLeft" ? -1 : 1);
    } else if (key === "+" || key === "=") zoom(zoomStep);
    else if (key === "-") zoom(1 / zoomStep);
    else return false;
    return true;
  };

  return {
    ref,
    handlers: {
      onPointerDown(event: PointerEvent<SVGSVGElement>) {
        if (event.button !== 0) return;
        drag.current = { x: event.clientX, range: input.range };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event: PointerEvent<SVGSVGElement>) {
        const held = drag.current;
        if (!held) return;
        const perPixel = spanOf(held.range) / event.currentTarget.clientWidth;
        input.onRange(panRange(held.range, (held.x - event.clientX) * perPixel, input.bounds));
      },
      onPointerUp() {
        drag.current = null;
      },
      onKeyDown(event: KeyboardEvent) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (run(event.key)) event.preventDefault();
      },
    },
  };
}
