import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

interface PassphraseFormProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** There is one already, which must be told. */
  hasOne: boolean;
}

const shortest = 8;

export function PassphraseForm({ isOpen, onOpenChange, hasOne }: PassphraseFormProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={hasOne ? t('Change the passphrase') : t('Set a passphrase')}
      text={t(
        'Heron asks for it after each start, unless it is in HERON_VAULT_PASSPHRASE. Who forgets it has to enter every secret again.',
      )}
    >
      <Fields hasOne={hasOne} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Fields({ hasOne, onDone }: { hasOne: boolean; onDone: () => void }) {
  const { engine } = useHeron();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const change = useCallback(async () => {
    await engine.client.secrets.protect({ by: 'passphrase', passphrase: next, ...(hasOne ? { current } : {}) });
    onDone();
    showToast({ tone: 'success', title: t('The secrets are encrypted with the new passphrase') });
  }, [engine, next, current, hasOne, onDone]);
  const save = useAction(t('Could not change the passphrase'), change);
  const problems = {
    current: hasOne && current === '' ? t('Enter the passphrase the vault has now') : undefined,
    next: next.length < shortest ? t('At least {{shortest}} characters', { shortest }) : undefined,
    again: again === next ? undefined : t('This is not the same as above'),
  };
  const errorOf = (field: keyof typeof problems) => (isChecked ? problems[field] : undefined);
  const field = (label: string, name: keyof typeof problems, value: string, onChange: (text: string) => void) => (
    <TextField label={label} type="password" autoComplete="off" {...{ value, onChange }} error={errorOf(name)} />
  );
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (Object.values(problems).every((problem) => problem === undefined)) void save.run();
      }}
    >
      {hasOne && field(t('Passphrase now'), 'current', current, setCurrent)}
      {field(t('New passphrase'), 'next', next, setNext)}
      {field(t('Once more'), 'again', again, setAgain)}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t('Cancel')}</Button>
        <Button type="submit" variant="primary" isLoading={save.isBusy}>
          {hasOne ? t('Change') : t('Set')}
        </Button>
      </div>
    </form>
  );
}
