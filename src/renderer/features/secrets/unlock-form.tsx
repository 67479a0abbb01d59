import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

export function UnlockForm() {
  const { engine } = useHeron();
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const unlock = useCallback(async () => {
    if (passphrase === '') return setProblem(t('Enter the passphrase'));
    setIsBusy(true);
    setProblem(undefined);
    try {
      await engine.client.secrets.unlock({ passphrase });
    } catch (error) {
      setProblem(failureOf(error).message);
    }
    setIsBusy(false);
  }, [engine, passphrase]);
  return (
    <form
      noValidate
      className="mt-2 flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <TextField
        label={t('Passphrase of the vault')}
        isLabelHidden
        type="password"
        autoComplete="off"
        placeholder={t('Passphrase')}
        className="w-full sm:w-72"
        value={passphrase}
        onChange={setPassphrase}
        error={problem}
      />
      <Button type="submit" variant="primary" isLoading={isBusy}>
        {t('Unlock')}
      </Button>
    </form>
  );
}
