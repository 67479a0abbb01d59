import type { ReactNode } from 'react';

interface PageHeaderProps {
  title: string;
  text?: ReactNode;
  /** Left of the title, for example a way back on a phone. */
  start?: ReactNode;
  actions?: ReactNode;
  /** A second row: search, filters. */
  children?: ReactNode;
}

/** The only h1 of a screen. */
export function PageHeader({ title, text, start, actions, children }: PageHeaderProps) {
  return (
    <header className="shrink-0 space-y-3 border-b px-4 py-3 sm:px-6">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        {start}
        <div className="min-w-24 flex-1">
          <h1 className="truncate text-lg font-semibold">{title}</h1>
          {text && <p className="text-xs text-muted">{text}</p>}
        </div>
        {actions}
      </div>
      {children}
    </header>
  );
}
