import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What will be here, and how to get it here. */
  text?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="m-auto flex max-w-sm animate-fade-in flex-col items-center px-6 py-10 text-center">
      <span className="mb-3 flex size-10 items-center justify-center rounded-xl border bg-raised text-muted shadow-raised">
        <Icon aria-hidden size={19} strokeWidth={1.6} />
      </span>
      <p className="max-w-full text-base font-semibold wrap-anywhere">{title}</p>
      {text && <p className="mt-1 max-w-full text-sm text-balance wrap-anywhere text-muted">{text}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
