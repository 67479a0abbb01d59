import { X } from 'lucide-react';
import { useState } from 'react';
import type { ModelProvider } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';

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
export function ModelChoice({ before, baseUrl, apiKey, problem, models, onChange }: ModelChoiceProps) {
  const { engine } = useHeron();
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<Answer>();
  const [isLoading, setIsLoading] = useState(false);
  const add = (name: string) => {
    if (name.trim() !== '' && !models.includes(name.trim())) onChange([...models, name.trim()]);
    setTyped('');
  };
  const load = async () => {
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
  };
  const current = answer?.of === baseUrl ? answer : undefined;
  const offered = (current?.names ?? []).filter((name) => !models.includes(name) && name.includes(typed.trim()));
  return (
    <div className="space-y-2">
      <div className="flex items-end gap-2">
        <TextField
          label="Models"
          className="min-w-0 flex-1"
          isMono
          placeholder="Type a name, and press Enter"
          value={typed}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return;
            event.preventDefault();
            add(typed);
          }}
        />
        <Button isLoading={isLoading} disabled={problem !== undefined} onClick={() => void load()}>
          Load models
        </Button>
      </div>
      {models.length > 0 && (
        <ul aria-label="Models in use" className="space-y-1">
          {models.map((name) => (
            <li key={name} className="flex items-center gap-2 font-mono text-sm break-all">
              {name}
              <IconButton
                icon={X}
                size="sm"
                label={`Do not use ${name}`}
                onClick={() => onChange(models.filter((one) => one !== name))}
              />
            </li>
          ))}
        </ul>
      )}
      {current?.failure && (
        <p role="alert" className="text-xs text-danger">
          {current.failure}
        </p>
      )}
      {current?.names && offered.length === 0 && <p className="text-xs text-muted">It has no other models.</p>}
      {offered.length > 0 && (
        <div role="group" aria-label="Models it has" className="flex max-h-40 flex-wrap gap-1.5 overflow-y-auto">
          {offered.slice(0, mostShown).map((name) => (
            <Button key={name} size="sm" variant="ghost" onClick={() => add(name)}>
              {name}
            </Button>
          ))}
          {offered.length > mostShown && <span className="text-xs text-muted">and more: type a part of the name</span>}
        </div>
      )}
    </div>
  );
}
