import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { WelcomeStep } from '../../../contract/welcome.ts';
import { Button } from '../../ui/button.tsx';
import { neighbour } from './steps.ts';
import { useMove } from './use-move.ts';
import { t } from '../../../words/words.ts';

interface StepFrameProps {
  step: WelcomeStep;
  title: string;
  text: ReactNode;
  children: ReactNode;
  /** Enter does it too. */
  onSubmit: () => void;
  submit: ReactNode;
  /** In place of the way out. */
  skip?: ReactNode;
}

/** One step: its title has the focus when it comes, and its buttons stay in sight. */
export function StepFrame({ step, title, text, children, onSubmit, submit, skip }: StepFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { move } = useMove();
  const before = neighbour(step, -1);
  useEffect(() => heading.current?.focus(), []);
  return (
    <form
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <div className="mx-auto w-full max-w-xl animate-rise-in px-5 pt-7 pb-8 sm:px-8 sm:pt-[clamp(1.75rem,12vh,8rem)] low:pt-6">
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold text-balance outline-none">
            {title}
          </h1>
          <p className="mt-2 mb-6 text-base text-pretty text-muted sm:mb-7">{text}</p>
          {children}
        </div>
      </div>
      <footer className="shrink-0 border-t pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <div className="mx-auto flex max-w-xl flex-wrap items-center gap-2 px-5 sm:px-8">
          {skip ?? (
            <Button variant="ghost" className="-ml-3" onClick={() => void move({ isOpen: false })}>
              {t('Skip the rest')}
            </Button>
          )}
          <span className="flex-1" />
          {before && (
            <Button icon={ArrowLeft} onClick={() => void move({ step: before })}>
              {t('Back')}
            </Button>
          )}
          {submit}
        </div>
      </footer>
    </form>
  );
}
