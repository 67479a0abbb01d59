import { useCallback, useState } from 'react';
import { sortedText } from '../../../contract/routing.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

/** Says of a sentence where it would go. */
export function TrySorting() {
  const { engine, settings } = useHeron();
  const [text, setText] = useState('');
  const [told, setTold] = useState('');
  /** What a small model said of it is kept, and may be wrong. */
  const [kept, setKept] = useState<string>();
  const sorting = useCallback(
    async (said: string) => {
      await settings.settled();
      const sorted = await engine.client.models.sort({ text: said });
      setTold(`${sorted.model ?? t('No model')}: ${sortedText(sorted)}`);
      setKept(sorted.by === 'kept' || sorted.by === 'model' ? said : undefined);
    },
    [engine, settings],
  );
  const sort = useAction(t('Could not sort the sentence'), sorting);
  const forget = useAction(t('Could not forget it'), async (sentence: string) => {
    await engine.client.models.forgetSorted({ text: sentence });
    setKept(undefined);
    setTold(t('Forgotten: the small model is asked again.'));
  });
  const said = text.trim();
  return (
    <form
      className="space-y-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== '') void sort.run(said);
      }}
    >
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField label={t('Try a sentence')} value={text} onChange={setText} />
        </div>
        <Button type="submit" disabled={said === ''}>
          {t('Where does it go?')}
        </Button>
      </div>
      <p aria-live="polite" className="text-sm text-muted">
        {told}
      </p>
      {kept !== undefined && (
        <Button size="sm" isLoading={forget.isBusy} onClick={() => void forget.run(kept)}>
          {t('That is wrong: forget it')}
        </Button>
      )}
    </form>
  );
}
