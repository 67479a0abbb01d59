import { useStartSentence } from './use-start-sentence.ts';

interface NearPhrasesProps {
  phrases: string[];
  threadKey: string;
}

/** What may have been meant: a press puts it into the composer, ready for the missing words. */
export function NearPhrases({ phrases, threadKey }: NearPhrasesProps) {
  const start = useStartSentence(threadKey);
  return (
    <ul aria-label="Did you mean" className="flex flex-wrap gap-2">
      {phrases.map((phrase) => (
        <li key={phrase}>
          <button
            type="button"
            onClick={() => start(phrase)}
            className="min-h-7 rounded-full border bg-raised px-3 py-1 text-left text-sm text-muted transition-colors select-none hover:border-control hover:text-text"
          >
            {phrase}
          </button>
        </li>
      ))}
    </ul>
  );
}
