import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { toneBorder, toneSoft } from '../../ui/tone.ts';

/** What speaks against a plain yes. */
export function WarningNote({ children }: { children: ReactNode }) {
  return (
    <p
      className={classNames('flex gap-2 rounded-md border px-2.5 py-1.5 text-xs', toneBorder.warning, toneSoft.warning)}
    >
      <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-warning" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
