import { create } from 'zustand';

export type ToastTone = 'neutral' | 'success' | 'warning' | 'danger';

export interface Toast {
  id: number;
  tone: ToastTone;
  title: string;
  text?: string;
  action?: { label: string; onSelect: () => void };
  /** Milliseconds on the screen; undefined stays until it is dismissed. */
  durationMs: number | undefined;
}

const mostAtOnce = 4;
let lastId = 0;

export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

/** A warning or danger stays until it is dismissed, unless `durationMs` says otherwise. Returns its id. */
export function showToast(toast: Pick<Toast, 'title'> & Partial<Omit<Toast, 'id'>>): number {
  const tone = toast.tone ?? 'neutral';
  const stays = tone === 'danger' || tone === 'warning';
  lastId += 1;
  const added: Toast = { tone, durationMs: stays ? undefined : toast.action ? 8000 : 5000, ...toast, id: lastId };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, added].slice(-mostAtOnce) }));
  return added.id;
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
