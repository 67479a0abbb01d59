import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { examplesOf } from '../workers/phrases.ts';
import { SentenceText } from '../workers/sentence-text.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { NextFolder } from './folder-lines.tsx';
import { newThread } from './store.ts';
import { useStartSentence } from './use-start-sentence.ts';
import { t } from '../../../words/words.ts';

/** A new conversation: what could be said, in the words the workers understand. */
export function ChatStart() {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="m-auto w-full max-w-3xl animate-fade-in px-4 py-8 sm:px-6">
        <h2 className="text-center text-xl font-semibold text-balance">{t('What should Heron do?')}</h2>
        <p className="mx-auto mt-1.5 mb-6 max-w-md text-center text-sm text-balance text-muted">
          {t('Say it in a sentence. You see the plan, and nothing is touched that you did not allow.')}
        </p>
        <NextFolder />
        <Examples />
      </div>
    </div>
  );
}

function Examples() {
  const { workers } = useHeron();
  const { isRead, failure } = useStore(workers.state);
  const manifests = useManifests();
  const start = useStartSentence(newThread);
  const examples = useMemo(() => examplesOf(manifests, 8), [manifests]);
  if (failure && !isRead) {
    return (
      <ErrorState title={t('Could not load the workers')} text={failure.message} onRetry={() => void workers.read()} />
    );
  }
  if (!isRead) return <Skeleton lines={4} label={t('Loading examples')} />;
  if (examples.length === 0) {
    return (
      <p className="text-center text-sm text-muted">
        {t('No worker is loaded, so there is nothing Heron could do.')}
        <Button size="sm" onClick={() => navigate({ screen: 'workers' })}>
          {t('See workers')}
        </Button>
      </p>
    );
  }
  return (
    <ul aria-label={t('Examples')} className="grid gap-2 sm:grid-cols-2">
      {examples.map(({ text, workerName }) => (
        <li key={text}>
          <button
            type="button"
            onClick={() => start(text)}
            className="h-full w-full rounded-lg border bg-raised px-3.5 py-2.5 text-left shadow-raised transition-colors select-none hover:border-control"
          >
            <span className="block text-sm">
              <SentenceText sentence={text} />
            </span>
            <span className="block text-xs text-muted">{workerName}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
