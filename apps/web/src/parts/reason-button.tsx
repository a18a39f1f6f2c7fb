import { type ReactNode, useId, useState } from "react";
import "./reason-button.css";

interface ReasonButtonProps {
  /** What is read out with the button, and shown on hover, on a click and on Enter; Escape hides it again. */
  readonly lines: readonly string[];
  readonly className?: string;
  readonly children: ReactNode;
}

/** Something that can say in a few lines how it came about, without leaving the page. */
export function ReasonButton({ lines, className, children }: ReasonButtonProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <span className="reason">
      <button
        type="button"
        className={className}
        aria-expanded={open}
        aria-describedby={id}
        onBlur={() => setOpen(false)}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !open) return;
          // The panel around it stays open.
          event.stopPropagation();
          setOpen(false);
        }}
      >
        {children}
      </button>
      <span id={id} className={open ? "reason-lines open" : "reason-lines"}>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </span>
    </span>
  );
}
