import { Sparkles } from 'lucide-react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { withReadableSlots } from '../workers/open-slots.ts';
import { SentenceText } from '../workers/sentence-text.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { useStartSentence } from './use-start-sentence.ts';
import { t } from '../../../words/words.ts';

interface NearPhrasesProps {
  phrases: string[];
  threadKey: string;
}

/** What may have been meant: a press puts it into the composer, ready for the missing words. Without a model, also the way to one. */
export function NearPhrases({ phrases, threadKey }: NearPhrasesProps) {
  const start = useStartSentence(threadKey);
  const manifests = useManifests();
  const { settings } = useHeron();
  const hasNoModel = useStore(settings.state, ({ model }) => model === null);
  // A sentence that was understood, and could not be done, is not one for a model either.
  if (phrases.length === 0) return null;
  const sentences = new Set(phrases.map((phrase) => withReadableSlots(phrase, manifests)));
  return (
    <ul aria-label={t('What you could say')} className="flex flex-wrap gap-2">
      {[...sentences].map((sentence) => (
        <li key={sentence}>
          <button
            type="button"
            onClick={() => start(sentence)}
            className="min-h-7 rounded-full border bg-raised px-3 py-1 text-left text-sm text-muted transition-colors select-none hover:border-control hover:text-text"
          >
            <SentenceText sentence={sentence} />
          </button>
        </li>
      ))}
      {hasNoModel && (
        <li>
          <Button
            size="sm"
            variant="ghost"
            icon={Sparkles}
            onClick={() => navigate({ screen: 'settings', tab: 'models' })}
          >
            {t('Set up a model that understands more')}
          </Button>
        </li>
      )}
    </ul>
  );
}
