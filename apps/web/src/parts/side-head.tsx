import { X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useTexts } from "../texts/text.ts";
import { Icon } from "./icon.tsx";

function useEscape(onEscape: (() => void) | undefined) {
  useEffect(() => {
    if (onEscape === undefined) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) onEscape();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onEscape]);
}

interface SideHeadProps {
  readonly title: ReactNode;
  readonly hint?: ReactNode;
  /** Of a panel that holds nothing unsaved: the Escape key closes it too. */
  readonly escapes?: boolean;
  /** What can be done with the whole of it. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** The head of a panel at the side: what it is about, and the way out. */
export function SideHead({ title, hint, escapes = false, children, onClose }: SideHeadProps) {
  const { t } = useTexts();
  useEscape(escapes ? onClose : undefined);
  return (
    <header className="side-head">
      <div className="space">
        <h2>{title}</h2>
        {hint !== undefined && <div className="t12 t3">{hint}</div>}
      </div>
      {children}
      {escapes && <kbd>Esc</kbd>}
      <button
        type="button"
        className="button quiet icon"
        aria-label={t("shell.close")}
        onClick={onClose}
      >
        <Icon of={X} />
      </button>
    </header>
  );
}
