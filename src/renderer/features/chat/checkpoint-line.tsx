import { Undo2 } from 'lucide-react';
import { useCallback } from 'react';
import type { Checkpoint } from '../../../contract/context.ts';
import { openLink } from '../../app/open-link.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { plural, t } from '../../../words/words.ts';

/** Stands after the last message that models are shown as a summary only; the messages above it stay as they are. */
export function CheckpointLine({ checkpoint }: { checkpoint: Checkpoint }) {
  const { engine } = useHeron();
  const { id: checkpointId, conversationId, messages, model, summary, tokens, tokensAfter } = checkpoint;
  const ask = useCallback(async () => {
    if (conversationId === undefined) return;
    await engine.client.context.restore({ conversationId, checkpointId });
    showToast({ title: t('Models are shown the messages themselves again, as long as they fit') });
  }, [engine, conversationId, checkpointId]);
  const restore = useAction(t('Could not restore the messages'), ask);
  return (
    <section aria-label={t('Summary of earlier messages')} className="rounded-lg border bg-sunken px-3 py-1.5">
      <Disclosure
        title={<span className="text-muted">{t('Earlier messages were summarised')}</span>}
        end={
          <Button size="sm" icon={Undo2} isLoading={restore.isBusy} onClick={() => void restore.run()}>
            {t('Restore')}
          </Button>
        }
      >
        <p className="text-xs text-muted">
          {plural(
            messages,
            {
              one: 'A model is shown this instead of the 1 message above: about {{after}} tokens for {{before}}. {{model}} wrote it.',
              other:
                'A model is shown this instead of the {{count}} messages above: about {{after}} tokens for {{before}}. {{model}} wrote it.',
            },
            { after: tokensAfter, before: tokens, model },
          )}
        </p>
        <div className="pt-2 pb-1 text-sm">
          <Markdown text={summary} onOpenLink={openLink} />
        </div>
      </Disclosure>
    </section>
  );
}
