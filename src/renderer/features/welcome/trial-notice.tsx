import { useEffect, useRef } from 'react';
import { Notice } from '../../ui/notice.tsx';
import type { TrialOutcome } from './use-try-model.ts';
import { t } from '../../../words/words.ts';

/** What became of the question to the model, brought into sight. */
export function TrialNotice({ outcome }: { outcome: TrialOutcome }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers give a promise, which an effect must not.
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} className="scroll-my-4">
      {outcome.kind === 'failed' ? (
        <Notice tone="danger" title={t('That did not work')}>
          {outcome.message}
        </Notice>
      ) : (
        <Notice tone="success" title={t('{{model}} answers', { model: outcome.model })}>
          {t('It took {{seconds}} s, and it plans from now on. When it fails, the rules are asked.', {
            seconds: (outcome.tookMs / 1000).toFixed(1),
          })}
        </Notice>
      )}
    </div>
  );
}
