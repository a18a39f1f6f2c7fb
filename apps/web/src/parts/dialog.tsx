import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../texts/text.ts";
import { Icon } from "./icon.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: number;
}

/** A sheet above the page, for a form too long for a row. The browser keeps the focus inside. */
export function Dialog({ title, onClose, children, width = 480 }: DialogProps) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // The browser would begin at the close button.
    const body = dialog.current?.querySelector<HTMLElement>(
      "form input, form select, form textarea, footer .primary",
    );
    (body ?? dialog.current)?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      style={{ width }}
      aria-label={title}
      tabIndex={-1}
      onClose={onClose}
      onCancel={onClose}
    >
      <header className="dialog-head">
        <h2>{title}</h2>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t("shell.close")}
          onClick={onClose}
        >
          <Icon of={X} />
        </button>
      </header>
      {children}
    </dialog>
  );
}
