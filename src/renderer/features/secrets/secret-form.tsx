import { useCallback, useState } from 'react';
import type { Secret } from '../../../contract/secrets.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { hostProblem, nameProblem, parseHosts } from './host-list.ts';
import { t } from '../../../words/words.ts';

interface SecretFormProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** The one to fill in or to replace; a new one without. */
  secret?: Secret;
}

/** A value goes in and never comes out again. */
export function SecretForm({ isOpen, onOpenChange, secret }: SecretFormProps) {
  const title = secret ? `${secret.filled ? t('Replace') : t('Enter')} ${secret.name}` : t('Add a secret');
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={title} text={reasonsOf(secret)}>
      <Fields secret={secret} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function reasonsOf(secret: Secret | undefined): string {
  const reasons = secret?.wantedBy.map(({ workerName, reason }) => `${workerName}: ${reason}`) ?? [];
  return reasons.length > 0 ? reasons.join(' ') : t('Workers use it by its name; none of them ever sees the value.');
}

function Fields({ secret, onDone }: { secret: Secret | undefined; onDone: () => void }) {
  const [name, setName] = useState(secret?.name ?? '');
  const [value, setValue] = useState('');
  const [hosts, setHosts] = useState(startingHosts(secret).join(', '));
  const [isChecked, setIsChecked] = useState(false);
  const save = useSave(onDone);
  const problems = {
    name: nameProblem(name.trim()),
    value: value === '' ? t('Enter the value') : undefined,
    hosts: hostProblem(hosts),
  };
  const submit = () => {
    setIsChecked(true);
    if (problems.name || problems.value || problems.hosts) return;
    void save.run({ name: name.trim(), value, hosts: parseHosts(hosts) });
  };
  const errorOf = (field: keyof typeof problems) => (isChecked ? problems[field] : undefined);
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {!secret && (
        <TextField
          label={t('Name')}
          isMono
          autoComplete="off"
          value={name}
          onChange={setName}
          error={errorOf('name')}
        />
      )}
      <TextField
        label={t('Value')}
        type="password"
        isMono
        autoComplete="off"
        hint={t('Kept encrypted, never shown again.')}
        value={value}
        onChange={setValue}
        error={errorOf('value')}
      />
      <TextField
        label={t('Hosts')}
        isMono
        autoComplete="off"
        hint={t('The only ones it is ever sent to, over https. Left empty: those of the first worker you let use it.')}
        placeholder="api.example.com"
        value={hosts}
        onChange={setHosts}
        error={errorOf('hosts')}
      />
      <FormButtons isBusy={save.isBusy} onCancel={onDone} />
    </form>
  );
}

function FormButtons({ isBusy, onCancel }: { isBusy: boolean; onCancel: () => void }) {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button onClick={onCancel}>{t('Cancel')}</Button>
      <Button type="submit" variant="primary" isLoading={isBusy}>
        {t('Keep')}
      </Button>
    </div>
  );
}

function startingHosts(secret: Secret | undefined): string[] {
  if (!secret) return [];
  return secret.hosts.length > 0 ? secret.hosts : [...new Set(secret.wantedBy.flatMap(({ hosts }) => hosts))];
}

function useSave(onDone: () => void) {
  const { engine } = useHeron();
  const keep = useCallback(
    async (secret: { name: string; value: string; hosts: string[] }) => {
      const { lengthClass } = await engine.client.secrets.set(secret);
      onDone();
      showToast({
        tone: 'success',
        title: t('{{name}} is kept', { name: secret.name }),
        ...(lengthClass === 'tiny'
          ? { text: t('It is too short to be recognised, and so to be kept out of logs.') }
          : {}),
      });
    },
    [engine, onDone],
  );
  return useAction(t('Could not keep the secret'), keep);
}
