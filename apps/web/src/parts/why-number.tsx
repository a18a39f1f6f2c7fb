import type { ReactNode } from "react";

interface WhyNumberProps {
  readonly onAsk: () => void;
  /** Full sentence for people who do not see the dotted line. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A computed number: its dotted line says that it can tell why. */
export function WhyNumber({ onAsk, label, children }: WhyNumberProps) {
  return (
    <button
      type="button"
      className="why"
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onAsk();
      }}
    >
      {children}
    </button>
  );
}
