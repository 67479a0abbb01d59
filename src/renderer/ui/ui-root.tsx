import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { FloatingHost } from './floating-host.ts';
import { ToastRegion } from './toast-region.tsx';
import { t } from '../../words/words.ts';

/** Around the whole app, once: tooltips, menus and toasts need it. */
export function UiRoot({ children }: { children: ReactNode }) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  return (
    <FloatingHost value={host}>
      <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
        {children}
        <ToastRegion />
        {/* `aria-live` keeps a dialog from hiding it, "off" keeps it silent. */}
        <section ref={setHost} aria-label={t('Menus and tooltips')} aria-live="off" className="empty:hidden" />
      </Tooltip.Provider>
    </FloatingHost>
  );
}
