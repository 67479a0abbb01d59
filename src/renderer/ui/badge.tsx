import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { type Tone, toneSoft, toneText } from './tone.ts';

export function Badge({
  tone = 'neutral',
  icon: Icon,
  children,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 text-2xs font-medium whitespace-nowrap',
        toneSoft[tone],
        toneText[tone],
      )}
    >
      {Icon && <Icon aria-hidden size={11} strokeWidth={2.25} />}
      {children}
    </span>
  );
}
