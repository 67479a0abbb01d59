import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import { type Toast, type ToastTone, dismissToast, useToasts } from './toast-store.ts';
import { t } from '../../words/words.ts';

const icons: Record<ToastTone, LucideIcon> = {
  neutral: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};
const colours: Record<ToastTone, string> = {
  neutral: 'text-accent',
  success: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
};

/** Mounted once, by UiRoot. It is always in the page, so that a screen reader hears what is put in. Where there is room it leaves the composer free. */
export function ToastRegion() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-label={t('Notifications')}
      aria-live="polite"
      aria-relevant="additions"
      data-toast-region
      className="pointer-events-none fixed right-0 bottom-26 z-60 flex w-full max-w-96 flex-col gap-2 p-4 max-md:bottom-14 low:bottom-14"
    >
      {toasts.map((toast) => (
        <Item key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Item({ toast }: { toast: Toast }) {
  const { id, tone, title, text, action, durationMs } = toast;
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld || durationMs === undefined) return;
    const timer = setTimeout(() => dismissToast(id), durationMs);
    return () => clearTimeout(timer);
  }, [id, durationMs, isHeld]);
  const Icon = icons[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="pointer-events-auto flex animate-rise-in items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-2 pl-3 shadow-overlay"
    >
      <Icon aria-hidden size={16} className={classNames('mt-0.5 shrink-0', colours[tone])} />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{title}</p>
        {text && <p className="text-xs break-words text-muted">{text}</p>}
      </div>
      {action && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            action.onSelect();
            dismissToast(id);
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="sm" label={t('Dismiss')} icon={X} onClick={() => dismissToast(id)} />
    </div>
  );
}
