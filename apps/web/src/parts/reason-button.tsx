import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import "./reason-button.css";
import { besideBox } from "./beside-box.ts";

interface ReasonButtonProps {
  /** What is read out with the button, and shown on hover, on a click and on Enter; Escape hides it again. */
  readonly lines: readonly string[];
  /** "ask" for words that do not look like something to press. */
  readonly className?: string;
  readonly children: ReactNode;
}

/** Something that can say in a few lines how it came about, without leaving the page. */
export function ReasonButton({ lines, className, children }: ReasonButtonProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return;
    // The bubble stands still while what it belongs to moves away.
    const close = () => setOpen(false);
    window.addEventListener("scroll", close, { capture: true, once: true });
    return () => window.removeEventListener("scroll", close, { capture: true });
  }, [open]);
  const place = () => {
    if (!button.current || !bubble.current) return;
    const { offsetWidth: width, offsetHeight: height, style } = bubble.current;
    const room = { width: window.innerWidth, height: window.innerHeight };
    const { left, top } = besideBox(
      button.current.getBoundingClientRect(),
      { width, height },
      room,
    );
    style.left = `${left}px`;
    style.top = `${top}px`;
  };
  return (
    <span className="reason" onPointerEnter={place}>
      <button
        ref={button}
        type="button"
        className={className}
        aria-expanded={open}
        aria-describedby={id}
        onBlur={() => setOpen(false)}
        onClick={(event) => {
          event.stopPropagation();
          place();
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
      <span ref={bubble} id={id} className={open ? "reason-lines open" : "reason-lines"}>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </span>
    </span>
  );
}
