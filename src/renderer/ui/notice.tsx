import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { type Tone, toneBorder, toneSoft, toneText } from './tone.ts';

const icons: Record<Tone, LucideIcon> = {
  neutral: Info,
  accent: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
};

interface NoticeProps {
  tone?: Tone;
  icon?: LucideIcon;
  title?: string;
  children: ReactNode;
  action?: ReactNode;
  /** `bar` runs across the top of a screen, for example while offline. */
  shape?: 'box' | 'bar';
}

/** Something that holds for now, said in place. It is read out when it appears. */
export function Notice({ tone = 'neutral', icon, title, children, action, shape = 'box' }: NoticeProps) {
  const Icon = icon ?? icons[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={classNames(
        'flex gap-2.5 text-sm',
        shape === 'box' ? 'items-start rounded-lg border px-3 py-2.5' : 'items-center border-b px-4 py-1.5',
        toneSoft[tone],
        toneBorder[tone],
      )}
    >
      <Icon aria-hidden size={16} className={classNames('shrink-0', shape === 'box' && 'mt-0.5', toneText[tone])} />
      <div className="min-w-0 flex-1 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
