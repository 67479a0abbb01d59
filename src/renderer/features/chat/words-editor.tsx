import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { longestMessage } from './composer-hint.tsx';
import { t } from '../../../words/words.ts';

interface WordsEditorProps {
  label: string;
  text: string;
  doneLabel: string;
  onDone: (text: string) => Promise<void>;
  onCancel: () => void;
}

/** Changes a message where it stands: Enter is done, Shift+Enter starts a line, Escape leaves it as it was. */
export function WordsEditor({ label, text, doneLabel, onDone, onCancel }: WordsEditorProps) {
  const [value, setValue] = useState(text);
  const [isBusy, setIsBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  const words = value.trim();
  const isAllowed = words !== '' && words.length <= longestMessage && !isBusy;
  const finish = async () => {
    if (!isAllowed) return;
    setIsBusy(true);
    await onDone(words);
    setIsBusy(false);
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void finish();
    }
  };
  return (
    <div className="w-full space-y-1.5 p-2">
      <textarea
        ref={field}
        rows={1}
        aria-label={label}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={handleKeyDown}
        className="block field-sizing-content max-h-[8lh] w-full resize-none rounded-md border border-control bg-raised px-2.5 py-1.5 text-sm"
      />
      <div className="flex items-center justify-end gap-1.5">
        {words.length > longestMessage && (
          <span role="alert" className="flex-1 text-xs text-danger">
            {t('A message holds {{longestMessage}} characters', { longestMessage })}
          </span>
        )}
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {t('Cancel')}
        </Button>
        <Button size="sm" variant="primary" disabled={!isAllowed} onClick={() => void finish()}>
          {doneLabel}
        </Button>
      </div>
    </div>
  );
}
