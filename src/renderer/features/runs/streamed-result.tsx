import { useEffect, useRef } from 'react';
import { JsonView } from '../../ui/json-view.tsx';
import type { Streamed } from './streamed.ts';
import { t } from '../../../words/words.ts';

interface StreamedResultProps {
  title: string;
  streamed: Streamed;
}

/** The result as far as it has come; the end of a growing text stays in view. */
export function StreamedResult({ title, streamed: { text, piece } }: StreamedResultProps) {
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  return (
    <>
      {text !== '' && (
        <pre
          ref={box}
          role="log"
          aria-label={t('Result of {{title}} so far', { title })}
          aria-live="off"
          tabIndex={0}
          className="max-h-40 overflow-auto rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-words whitespace-pre-wrap"
        >
          {text}
        </pre>
      )}
      {piece !== undefined && (
        <JsonView value={piece} label={t('Result of {{title}} so far', { title })} openLevels={1} />
      )}
    </>
  );
}
