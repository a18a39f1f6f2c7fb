/** Names the asking origin, without credentials: a page elsewhere may send, and reads nothing of ours. */
export function crossOriginHeaders(
  origin: string | undefined,
): readonly (readonly [name: string, value: string])[] {
  return [
    ["vary", "Origin"],
    ["access-control-allow-origin", origin ?? "*"],
    ["cross-origin-resource-policy", "cross-origin"],
  ];
}
