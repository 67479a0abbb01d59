import { ArrowRight, Sparkles } from 'lucide-react';
import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { beginConversation } from '../../app/begin-conversation.ts';
import { navigate } from '../../app/use-route.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { newThread } from '../chat/store.ts';
import { useStartSentence } from '../chat/use-start-sentence.ts';
import { StepFrame } from './step-frame.tsx';
import { useMove } from './use-move.ts';
import { t } from '../../../words/words.ts';

export function TryStep() {
  const { engine } = useHeron();
  const { move, isBusy } = useMove();
  const start = useStartSentence(newThread);
  const load = useCallback(() => engine.client.welcome.suggestion({}), [engine]);
  const { data, failure, reload } = useQuery(engine.state, load);
  const finish = async (then: () => void) => {
    navigate({ screen: 'chat' });
    if (await move({ isOpen: false })) then();
  };
  const tryIt = () => void finish(() => (data ? start(data.sentence) : beginConversation()));
  return (
    <StepFrame
      step="try"
      title={t('One thing to try')}
      text={t('It works on this machine as it is. The sentence goes into the composer; you send it.')}
      onSubmit={tryIt}
      submit={
        <Button type="submit" variant="primary" endIcon={ArrowRight} isLoading={isBusy}>
          {data ? t('Try it') : t('Begin')}
        </Button>
      }
      skip={
        <Button variant="ghost" className="-ml-3" onClick={() => void finish(beginConversation)}>
          {t('Begin with nothing')}
        </Button>
      }
    >
      {data ? (
        <section aria-label={t('Something to try')} className="rounded-xl border bg-raised p-5 shadow-raised sm:p-6">
          <h2 className="flex items-center gap-2 text-base font-semibold">
            <Sparkles aria-hidden size={16} className="shrink-0 text-accent" />
            {data.title}
          </h2>
          <p className="mt-3.5 rounded-lg border border-control bg-surface px-3.5 py-3 text-base wrap-anywhere">
            {data.sentence}
          </p>
          <p className="mt-3 text-sm text-muted">{data.text}</p>
        </section>
      ) : failure ? (
        <ErrorState title={t('Could not find something to try')} text={failure.message} onRetry={() => void reload()} />
      ) : (
        <Skeleton lines={4} label={t('Looking for something to try')} />
      )}
    </StepFrame>
  );
}
