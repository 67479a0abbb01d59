import { Siren } from 'lucide-react';
import type { Run } from '../../../contract/runs.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../../words/words.ts';

/** Which workflow heard that the run failed, or of which failure this run hears, with the way there. */
export function RunFailures({ run: { handedOver, trigger } }: { run: Run }) {
  const failed = trigger?.kind === 'failure' ? trigger.delivery : undefined;
  if (!handedOver && failed === undefined) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-1 border-t px-3 py-1 text-xs text-muted">
      <Siren aria-hidden size={14} strokeWidth={1.75} />
      {failed !== undefined && <Way runId={failed}>{t('Started because another run failed')}</Way>}
      {handedOver?.runId !== undefined && (
        <Way runId={handedOver.runId}>{t('Handed over to “{{title}}”', { title: handedOver.title })}</Way>
      )}
      {handedOver?.problem !== undefined && (
        <span className="px-2 py-1">{`“${handedOver.title}” could not be started: ${handedOver.problem}`}</span>
      )}
    </div>
  );
}

function Way({ runId, children }: { runId: string; children: string }) {
  return (
    <Button size="sm" variant="ghost" onClick={() => navigate({ screen: 'timeline', runId })}>
      {children}
    </Button>
  );
}
