import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../../words/words.ts';

type Decision = 'retry' | 'skip' | 'abort';

const choices = (): { decision: Decision; label: string }[] => [
  { decision: 'skip', label: t('Skip this step') },
  { decision: 'retry', label: t('Run it again') },
  { decision: 'abort', label: t('Stop the run') },
];

/** Interrupted in something that must not be repeated blindly: only the person can know. */
export function UncertainChoice({ runId, taskId, title }: { runId: string; taskId: string; title: string }) {
  const { engine } = useHeron();
  const decide = useCallback(
    async (decision: Decision) => {
      await engine.client.runs.resolve({ runId, taskId, decision });
    },
    [engine, runId, taskId],
  );
  const resolve = useAction(t('Your decision did not get through'), decide);
  return (
    <div className="py-1 text-text">
      <Notice tone="warning" title={t('Did this take effect?')}>
        <p className="text-xs text-muted">
          {t(
            '“{{title}}” was interrupted, and to do it twice could do harm. Check, then choose: skip it if it is done, run it again if it is not.',
            { title },
          )}
        </p>
        <div role="group" aria-label={t('What to do about {{title}}', { title })} className="mt-2 flex flex-wrap gap-2">
          {choices().map(({ decision, label }) => (
            <Button key={decision} size="sm" isLoading={resolve.isBusy} onClick={() => void resolve.run(decision)}>
              {label}
            </Button>
          ))}
        </div>
      </Notice>
    </div>
  );
}
