import { Hand, History, ListChecks, type LucideIcon, MessageSquareText, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { StepFrame } from './step-frame.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { useMove } from './use-move.ts';
import { t } from '../../../words/words.ts';

export function HeronStep() {
  const { move, isBusy } = useMove();
  const goOn = () => void move({ step: 'model' });
  return (
    <StepFrame
      step="heron"
      title={t('Say what you want done')}
      text={t('Heron does it on this machine. It shows you what it will do before it does it, and keeps what it did.')}
      onSubmit={goOn}
      submit={
        <Button type="submit" variant="primary" isLoading={isBusy}>
          {t('Continue')}
        </Button>
      }
    >
      <ol className="overflow-hidden rounded-xl border bg-raised shadow-raised">
        <Moment icon={MessageSquareText} name={t('You say it')}>
          <p className="text-base">{t('“Zip the folder Holiday and tell me its sha256”')}</p>
        </Moment>
        <Moment icon={ListChecks} name={t('You see the plan')}>
          <ul className="space-y-1 text-sm">
            <PlanLine text={t('Pack Holiday into Holiday.zip')} />
            <PlanLine text={t('Compute the sha256 of Holiday.zip')} />
          </ul>
        </Moment>
        <Moment icon={Hand} name={t('You allow what it touches')} tone="warning">
          <p className="text-sm">{t('Write {{path}}', { path: '~/Holiday.zip' })}</p>
          <div aria-hidden className="mt-2 flex flex-wrap gap-1.5">
            <Choice text={t('Deny')} />
            <Choice text={t('Allow once')} />
            <Choice text={t('Allow for this run')} />
          </div>
        </Moment>
        <Moment icon={History} name={t('It is done, and kept')} tone="success">
          <p className="text-sm">{t('Packed 214 files. Every step stands on the timeline.')}</p>
          <p className="mt-1 flex items-center gap-1.5 text-xs text-muted">
            <Undo2 aria-hidden size={13} />
            {t('What it did to files can be undone')}
          </p>
        </Moment>
      </ol>
    </StepFrame>
  );
}

const tones = {
  accent: 'bg-accent-soft text-accent',
  warning: 'bg-warning-soft text-warning',
  success: 'bg-success-soft text-success',
};

interface MomentProps {
  icon: LucideIcon;
  name: string;
  tone?: keyof typeof tones;
  children: ReactNode;
}

function Moment({ icon: Icon, name, tone = 'accent', children }: MomentProps) {
  return (
    <li className="flex gap-3.5 border-b px-4 py-3.5 last:border-b-0 sm:px-5">
      <span aria-hidden className={`flex size-9 shrink-0 items-center justify-center rounded-lg ${tones[tone]}`}>
        <Icon size={18} strokeWidth={1.75} />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="mb-0.5 text-xs font-medium text-muted">{name}</h2>
        {children}
      </div>
    </li>
  );
}

function PlanLine({ text }: { text: string }) {
  return (
    <li className="flex items-center gap-2">
      <span aria-hidden className="flex">
        <StepIcon state="waiting" size={14} />
      </span>
      {text}
    </li>
  );
}

/** What a button of a question looks like; this one cannot be pressed. */
function Choice({ text }: { text: string }) {
  return <span className="rounded-md border px-2 py-0.5 text-xs text-muted">{text}</span>;
}
