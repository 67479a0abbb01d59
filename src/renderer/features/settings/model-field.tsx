import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { plural, t } from '../../../words/words.ts';

interface ModelFieldProps {
  baseUrl: string;
  apiKey: string;
  /** What is wrong with the address; then nobody can be asked. */
  problem: string | undefined;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

/** Typed, or chosen from what the server says it has. */
export function ModelField({ baseUrl, apiKey, problem, error, value, onChange }: ModelFieldProps) {
  const { data, failure, isLoading, ask } = useAvailable(baseUrl, apiKey);
  const load = (
    <Button isLoading={isLoading} disabled={problem !== undefined} onClick={() => void ask()}>
      {t('Load models')}
    </Button>
  );
  return (
    <div className="space-y-2">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          {data && data.length > 0 ? (
            <Select
              label={t('Model')}
              error={error}
              value={value === '' ? undefined : value}
              onChange={onChange}
              options={[...new Set([...data, ...(value ? [value] : [])])].map((name) => ({ value: name, label: name }))}
            />
          ) : (
            <TextField
              label={t('Model')}
              isMono
              placeholder="qwen3-14b"
              error={error}
              value={value}
              onChange={onChange}
            />
          )}
        </div>
        {load}
      </div>
      {failure && (
        <p role="alert" className="text-xs text-danger">
          {failure}
        </p>
      )}
      {data?.length === 0 && <p className="text-xs text-muted">{t('The server answers, but has no models loaded.')}</p>}
      {data && data.length > 0 && (
        <p role="status" className="text-xs text-muted">
          {plural(data.length, { one: '1 model at this address.', other: '{{count}} models at this address.' })}
        </p>
      )}
    </div>
  );
}

type Answer = { of: string; data?: string[]; failure?: string };

/** What another address said is forgotten as soon as the address changes. */
function useAvailable(baseUrl: string, apiKey: string) {
  const { engine } = useHeron();
  const [answer, setAnswer] = useState<Answer>();
  const [isLoading, setIsLoading] = useState(false);
  const ask = useCallback(async () => {
    setIsLoading(true);
    const key = apiKey === '' ? {} : { apiKey };
    const outcome = await engine.client.models.available({ baseUrl, ...key }).then(
      (data) => ({ data }),
      (error: unknown) => ({ failure: failureOf(error).message }),
    );
    setAnswer({ of: baseUrl, ...outcome });
    setIsLoading(false);
  }, [engine, baseUrl, apiKey]);
  const current = answer?.of === baseUrl ? answer : undefined;
  return { data: current?.data, failure: current?.failure, isLoading, ask };
}
