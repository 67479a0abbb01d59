import { Check, ShieldCheck } from 'lucide-react';
import type { WelcomeStep } from '../../../contract/welcome.ts';
import { classNames } from '../../ui/class-names.ts';
import { HeronMark } from './heron-mark.tsx';
import { placeOf, steps, stepWords } from './steps.ts';
import { t } from '../../../words/words.ts';

/** How far one is: a list beside the step, on a phone a row of bars over it. */
export function Progress({ step }: { step: WelcomeStep }) {
  const place = placeOf(step);
  return (
    <aside
      aria-label={t('Progress')}
      className="flex shrink-0 flex-col border-b bg-sunken px-5 pt-4 pb-3 md:w-64 md:overflow-y-auto md:border-r md:border-b-0 md:px-7 md:py-9 lg:w-76 low:py-3"
    >
      <div className="flex items-center gap-3">
        <HeronMark size={36} />
        <span className="min-w-0">
          <span className="block text-base font-semibold">Heron</span>
          <span className="block text-xs text-muted md:hidden">
            {t('Step {{place}} of {{all}}', { place: place + 1, all: steps.length })}
          </span>
        </span>
      </div>
      <ol className="mt-3 flex gap-1.5 md:mt-10 md:flex-col md:gap-0 low:mt-3">
        {steps.map((id, index) => (
          <li
            key={id}
            aria-current={index === place ? 'step' : undefined}
            className="relative flex-1 pb-0 md:flex-none md:pb-7 md:last:pb-0 low:pb-3"
          >
            <Bar isReached={index <= place} />
            <div className="max-md:sr-only md:flex md:items-start md:gap-3.5">
              <Mark number={index + 1} state={index < place ? 'done' : index === place ? 'current' : 'ahead'} />
              <span className="min-w-0">
                <span className={classNames('block text-sm', index === place ? 'font-semibold' : 'text-muted')}>
                  {stepWords(id).name}
                  {index < place && <span className="sr-only">{t(', done')}</span>}
                </span>
                <span className="block text-xs text-muted">{stepWords(id).hint}</span>
              </span>
            </div>
            {index < steps.length - 1 && (
              <span aria-hidden className="absolute top-7 bottom-1 left-3 w-px bg-border max-md:hidden" />
            )}
          </li>
        ))}
      </ol>
      <p className="mt-auto flex gap-2 pt-8 text-xs text-pretty text-muted max-md:hidden low:hidden">
        <ShieldCheck aria-hidden size={15} strokeWidth={1.75} className="mt-0.5 shrink-0" />
        {t('Everything stays on this machine, unless you connect a server that is elsewhere.')}
      </p>
    </aside>
  );
}

function Bar({ isReached }: { isReached: boolean }) {
  return (
    <span
      aria-hidden
      className={classNames('block h-1 rounded-full md:hidden', isReached ? 'solid bg-accent' : 'bg-border')}
    />
  );
}

const marks = {
  done: 'border-accent bg-accent text-on-accent',
  current: 'border-accent bg-raised text-accent',
  ahead: 'border-border bg-raised text-muted',
};

function Mark({ number, state }: { number: number; state: keyof typeof marks }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'mt-px flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-semibold tabular-nums',
        marks[state],
      )}
    >
      {state === 'done' ? <Check size={13} strokeWidth={2.75} /> : number}
    </span>
  );
}
