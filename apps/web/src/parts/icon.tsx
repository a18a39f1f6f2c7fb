import type { LucideIcon } from "lucide-react";

interface IconProps {
  readonly of: LucideIcon;
  readonly size?: 12 | 14 | 16;
  readonly className?: string;
}

/** A pictogram in the house pen: 1.5 px strokes whatever its size. Always beside a word or inside a named control. */
export function Icon({ of: Pictogram, size = 16, className }: IconProps) {
  return (
    <Pictogram
      size={size}
      strokeWidth={1.5}
      absoluteStrokeWidth
      aria-hidden="true"
      {...(className === undefined ? {} : { className })}
    />
  );
}
