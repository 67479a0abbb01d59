import { useCallback } from 'react';
import type { ModelConfiguration } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface ApiKeyFieldProps {
  kept: ModelConfiguration | null;
  value: string;
  onChange: (value: string) => void;
}

/** A key goes in and never comes out again. */
export function ApiKeyField({ kept, value, onChange }: ApiKeyFieldProps) {
  const { engine } = useHeron();
  const clear = useCallback(async () => {
    if (kept) await engine.client.models.configure({ baseUrl: kept.baseUrl, model: kept.model, apiKey: '' });
  }, [engine, kept]);
  const remove = useAction('Could not remove the key', clear);
  return (
    <div className="space-y-2">
      <TextField
        label="API key"
        hint="Not needed by most servers on this machine. It is kept on this machine and never shown again."
        type="password"
        isMono
        autoComplete="off"
        placeholder={kept?.hasKey ? 'Type a new key to replace the kept one' : undefined}
        value={value}
        onChange={onChange}
      />
      {kept?.hasKey && (
        <p className="flex items-center gap-2 text-xs">
          <Badge tone="success">A key is kept</Badge>
          <Button size="sm" variant="ghost" isLoading={remove.isBusy} onClick={() => void remove.run()}>
            Remove key
          </Button>
        </p>
      )}
    </div>
  );
}
