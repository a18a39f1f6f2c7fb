export function ModelCardPage() {
  return null;
}
