import { useEffect, useState, useSyncExternalStore } from "react";
import { useTexts } from "../texts/text.ts";
import { type Toast, toasts, undoMs } from "./toasts.ts";

function ToastLine({ toast, now }: { readonly toast: Toast; readonly now: number }) {
  const { t } = useTexts();
  // Between two ticks of the clock a new toast is ahead of it.
  const seconds = Math.ceil(Math.min(undoMs, Math.max(0, toast.until - now)) / 1000);
  return (
    <div className="toast" role={toast.tone === "bad" ? "alert" : "status"}>
      <span>{toast.text}</span>
      {toast.link && <a href={toast.link.path}>{toast.link.text}</a>}
      {toast.undo && (
        <>
          <button
            type="button"
            onClick={() => {
              toast.undo?.();
              toasts.dismiss(toast.id);
            }}
          >
            {t("shell.undo")}
          </button>
          <span aria-hidden="true">{t("shell.seconds", { count: seconds })}</span>
        </>
      )}
    </div>
  );
}

/** Shows the toasts of the page and counts their seconds down. */
export function ToastHost() {
  const list = useSyncExternalStore(toasts.subscribe, toasts.list);
  const [now, setNow] = useState(() => Date.now());
  const busy = list.length > 0;
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
      toasts.sweep(Date.now());
    }, 250);
    return () => clearInterval(timer);
  }, [busy]);
  return (
    <div className="toasts">
      {list.map((toast) => (
        <ToastLine key={toast.id} toast={toast} now={now} />
      ))}
    </div>
  );
}
