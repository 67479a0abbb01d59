import { useEffect } from 'react';
import type { Welcome } from '../../../contract/welcome.ts';
import { HeronStep } from './heron-step.tsx';
import { FoldersStep } from './folders-step.tsx';
import { ModelStep } from './model-step.tsx';
import { Progress } from './progress.tsx';
import { placeOf, steps } from './steps.ts';
import { TryStep } from './try-step.tsx';
import { t } from '../../../words/words.ts';

/** The first start, in place of the whole window. */
export function WelcomeScreen({ place: { step } }: { place: Welcome }) {
  useEffect(() => {
    document.title = t('Welcome ({{place}} of {{all}}) · Heron', { place: placeOf(step) + 1, all: steps.length });
  }, [step]);
  return (
    <div className="flex min-h-0 flex-1 flex-col md:flex-row">
      <Progress step={step} />
      <main className="flex min-h-0 min-w-0 flex-1 flex-col">
        {step === 'heron' && <HeronStep />}
        {step === 'model' && <ModelStep />}
        {step === 'folders' && <FoldersStep />}
        {step === 'try' && <TryStep />}
      </main>
    </div>
  );
}
