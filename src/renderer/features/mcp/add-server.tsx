import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { type ConnectionFields, connectionOf, noFields, problemsOf } from './connection-fields.ts';
import { t } from '../../../words/words.ts';

export function AddServer({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={t('Add an MCP server')}>
      <Fields onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Fields({ onDone }: { onDone: () => void }) {
  const [fields, setFields] = useState(noFields);
  const [isChecked, setIsChecked] = useState(false);
  const add = useAdd(onDone);
  const problems = problemsOf(fields);
  const errorOf = (field: keyof ConnectionFields) => (isChecked ? problems[field] : undefined);
  const set = (field: keyof ConnectionFields) => (value: string) => setFields({ ...fields, [field]: value });
  const isProgram = fields.transport === 'stdio';
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (Object.keys(problems).length === 0) void add.run(fields);
      }}
    >
      <TextField
        label={t('Name')}
        isMono
        autoComplete="off"
        value={fields.name}
        onChange={set('name')}
        error={errorOf('name')}
      />
      <RadioCards
        label={t('What it is')}
        direction="row"
        value={fields.transport}
        onChange={(transport) => setFields({ ...fields, transport })}
        cards={[
          { value: 'stdio', label: t('A program'), hint: t('Heron starts it on this machine') },
          { value: 'http', label: t('An address'), hint: t('It runs already, here or elsewhere') },
        ]}
      />
      <Place fields={fields} set={set} errorOf={errorOf} />
      <TextArea
        label={isProgram ? t('Variables') : t('Headers')}
        isMono
        hint={t(
          'One a line, NAME=value. For a secret write NAME=secret:its-name; its value stays in the vault until it is used.',
        )}
        value={fields.values}
        onChange={set('values')}
        error={errorOf('values')}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t('Cancel')}</Button>
        <Button type="submit" variant="primary" isLoading={add.isBusy}>
          {t('Add and test')}
        </Button>
      </div>
    </form>
  );
}

interface PlaceProps {
  fields: ConnectionFields;
  set: (field: keyof ConnectionFields) => (value: string) => void;
  errorOf: (field: keyof ConnectionFields) => string | undefined;
}

function Place({ fields, set, errorOf }: PlaceProps) {
  const { transport } = fields;
  const field = transport === 'stdio' ? 'command' : 'url';
  return (
    <TextField
      label={transport === 'stdio' ? t('Command') : t('Address')}
      isMono
      autoComplete="off"
      placeholder={transport === 'stdio' ? 'npx -y @modelcontextprotocol/server-memory' : 'https://example.com/mcp'}
      value={fields[field]}
      onChange={set(field)}
      error={errorOf(field)}
    />
  );
}

function useAdd(onDone: () => void) {
  const { engine } = useHeron();
  const add = useCallback(
    async (fields: ConnectionFields) => {
      const server = await engine.client.mcp.add({ name: fields.name.trim(), connection: connectionOf(fields) });
      onDone();
      if (server.error)
        showToast({
          tone: 'danger',
          title: t('{{name}} cannot be used', { name: server.name }),
          text: server.error.message,
        });
      else
        showToast({
          tone: 'success',
          title: t('{{name}} is there', { name: server.name }),
          text: t('It has {{tools}} tools.', { tools: server.tools.length }),
        });
    },
    [engine, onDone],
  );
  return useAction(t('Could not add the server'), add);
}
