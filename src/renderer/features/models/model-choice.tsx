import { X } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { ModelProvider } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

interface ModelChoiceProps {
  before: ModelProvider | undefined;
  baseUrl: string;
  apiKey: string;
  problem: string | undefined;
  models: string[];
  onChange: (models: string[]) => void;
}

type Answer = { of: string; names?: string[]; failure?: string };

const mostShown = 50;

/** Which of a provider's models are used: typed, or picked from what it says it has. */
export function ModelChoice({ models, onChange, problem, ...server }: ModelChoiceProps) {
  const [typed, setTyped] = useState('');
  const { names, failure, isLoading, load } = useOffer(server);
  const add = (name: string) => {
    if (name.trim() !== '' && !models.includes(name.trim())) onChange([...models, name.trim()]);
    setTyped('');
  };
  const offered = names?.filter((name) => !models.includes(name) && name.includes(typed.trim()));
  return (
    <div className="space-y-2">
      <div className="flex items-end gap-2">
        <TextField
          label={t('Models')}
          className="min-w-0 flex-1"
          isMono
          placeholder={t('Type a name, and press Enter')}
          value={typed}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return;
            event.preventDefault();
            add(typed);
          }}
        />
        <Button isLoading={isLoading} disabled={problem !== undefined} onClick={() => void load()}>
          {t('Load models')}
        </Button>
      </div>
      <UsedNames names={models} onRemove={(name) => onChange(models.filter((one) => one !== name))} />
      {failure && (
        <p role="alert" className="text-xs text-danger">
          {failure}
        </p>
      )}
      {offered && <OfferedNames names={offered} onPick={add} />}
    </div>
  );
}

function UsedNames({ names, onRemove }: { names: string[]; onRemove: (name: string) => void }) {
  if (names.length === 0) return null;
  return (
    <ul aria-label={t('Models in use')} className="space-y-1">
      {names.map((name) => (
        <li key={name} className="flex items-center gap-2 font-mono text-sm break-all">
          {name}
          <IconButton icon={X} size="sm" label={t('Do not use {{name}}', { name })} onClick={() => onRemove(name)} />
        </li>
      ))}
    </ul>
  );
}

function OfferedNames({ names, onPick }: { names: string[]; onPick: (name: string) => void }) {
  if (names.length === 0) return <p className="text-xs text-muted">{t('It has no other models.')}</p>;
  return (
    <div role="group" aria-label={t('Models it has')} className="flex max-h-40 flex-wrap gap-1.5 overflow-y-auto">
      {names.slice(0, mostShown).map((name) => (
        <Button key={name} size="sm" variant="ghost" onClick={() => onPick(name)}>
          {name}
        </Button>
      ))}
      {names.length > mostShown && <span className="text-xs text-muted">{t('and more: type a part of the name')}</span>}
    </div>
  );
}

/** What another address said is forgotten as soon as the address changes. */
function useOffer({ before, baseUrl, apiKey }: Pick<ModelChoiceProps, 'before' | 'baseUrl' | 'apiKey'>) {
  const { engine } = useHeron();
  const [answer, setAnswer] = useState<Answer>();
  const [isLoading, setIsLoading] = useState(false);
  const load = useCallback(async () => {
    setIsLoading(true);
    const asking =
      before?.baseUrl === baseUrl
        ? engine.client.models.listOf({ providerId: before.id })
        : engine.client.models.available({ baseUrl, ...(apiKey === '' ? {} : { apiKey }) });
    const outcome = await asking.then(
      (names) => ({ names }),
      (error: unknown) => ({ failure: failureOf(error).message }),
    );
    setAnswer({ of: baseUrl, ...outcome });
    setIsLoading(false);
  }, [engine, before, baseUrl, apiKey]);
  const current = answer?.of === baseUrl ? answer : undefined;
  return { names: current?.names, failure: current?.failure, isLoading, load };
}
