import { CornerDownLeft } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

/** A line for the standard input of a process. */
export function WriteField({ processId }: { processId: string }) {
  const { engine } = useHeron();
  const [text, setText] = useState('');
  const send = useCallback(
    async (line: string) => void (await engine.client.processes.write({ processId, text: `${line}\n` })),
    [engine, processId],
  );
  const write = useAction(t('Could not write to the process'), send);
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void write.run(text).then((isWritten) => isWritten && setText(''));
      }}
    >
      <TextField
        label={t('Write to its input')}
        isMono
        autoComplete="off"
        className="min-w-0 flex-1"
        value={text}
        onChange={setText}
      />
      <Button type="submit" icon={CornerDownLeft} isLoading={write.isBusy}>
        {t('Send')}
      </Button>
    </form>
  );
}
