interface Size {
  readonly width: number;
  readonly height: number;
}

const gap = 6;
const edge = 8;

/** Where a bubble stands in a window: below a box if there is room, else above it, and never past an edge. In pixels. */
export function besideBox(
  box: { readonly left: number; readonly top: number; readonly bottom: number },
  bubble: Size,
  room: Size,
): { readonly left: number; readonly top: number } {
  const below = box.bottom + gap;
  const fits = below + bubble.height + edge <= room.height;
  return {
    left: Math.max(edge, Math.min(box.left, room.width - bubble.width - edge)),
    top: fits ? below : Math.max(edge, box.top - gap - bubble.height),
  };
}
