import type { ReactNode } from 'react';
import { t } from '../../words/words.ts';

interface SidebarLayoutProps {
  sidebar: ReactNode;
  /** Across the top, for example a Notice while offline. */
  banner?: ReactNode;
  children: ReactNode;
}

/** The window: navigation left and the screen right; on a phone the navigation lies at the bottom. */
export function SidebarLayout({ sidebar, banner, children }: SidebarLayoutProps) {
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-3 py-1.5 text-sm text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-60"
      >
        {t('Skip to content')}
      </a>
      {banner}
      <div className="flex min-h-0 flex-1 flex-col-reverse md:flex-row">
        {sidebar}
        <main id="main" tabIndex={-1} className="relative flex min-h-0 min-w-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
