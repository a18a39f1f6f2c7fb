/** A line at the foot of the page, with a way back where there is one. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "bad";
  readonly undo: (() => void) | null;
  /** Where to go on. */
  readonly link: ToastLink | null;
  /** When it goes, epoch milliseconds. */
  readonly until: number;
}

export interface ToastLink {
  readonly path: string;
  readonly text: string;
}

interface NewToast {
  readonly text: string;
  readonly tone?: Toast["tone"];
  readonly undo?: () => void;
  readonly link?: ToastLink | undefined;
}

export interface ToastStore {
  list(): readonly Toast[];
  subscribe(listener: () => void): () => void;
  show(toast: NewToast, now: number): void;
  dismiss(id: number): void;
  /** Drops what has run out; returns what remains. */
  sweep(now: number): readonly Toast[];
}

export const undoMs = 10_000;
const plainMs = 4_000;

/** Keeps at most three toasts; each lives ten seconds where it can be undone, four otherwise. */
export function createToastStore(): ToastStore {
  let toasts: readonly Toast[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly Toast[]) => {
    if (next.length === toasts.length && next.every((toast, index) => toast === toasts[index]))
      return;
    toasts = next;
    for (const listener of listeners) listener();
  };
  return {
    list: () => toasts,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show({ text, tone = "plain", undo, link }, now) {
      lastId += 1;
      const until = now + (undo || tone === "bad" ? undoMs : plainMs);
      const toast = { id: lastId, text, tone, undo: undo ?? null, link: link ?? null, until };
      set([...toasts, toast].slice(-3));
    },
    dismiss: (id) => set(toasts.filter((toast) => toast.id !== id)),
    sweep(now) {
      set(toasts.filter((toast) => toast.until > now));
      return toasts;
    },
  };
}

/** The one of this page. */
export const toasts = createToastStore();
