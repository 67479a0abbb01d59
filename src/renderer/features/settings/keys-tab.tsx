import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CommandName, conflictOf, keysOf, type Shortcuts, usualShortcuts } from '../../../contract/shortcuts.ts';
import { commandLabels } from '../../app/command-keys.ts';
import { useHeron } from '../../app/heron-context.ts';
import { pressedKeys } from '../../app/pressed-keys.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { isMac } from '../../ui/key-names.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FixedKeys } from './fixed-keys.tsx';
import { QuickAskSection } from './quick-ask.tsx';
import { t } from '../../../words/words.ts';

/** Which keys do what in the window, to change. */
export function KeysTab() {
  const { settings: store } = useHeron();
  const { settings, failure } = useStore(store.state);
  const update = useAction(t('Could not keep the keys'), store.update);
  return (
    <div className="w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {settings ? (
        <>
          <Commands shortcuts={settings.shortcuts} onChange={(shortcuts) => void update.run({ shortcuts })} />
          <QuickAskSection settings={settings} onChange={(patch) => void update.run(patch)} />
        </>
      ) : failure ? (
        <ErrorState title={t('Could not load the keys')} text={failure.message} onRetry={() => void store.read()} />
      ) : (
        <Skeleton lines={6} label={t('Loading the keys')} />
      )}
      <FixedKeys />
    </div>
  );
}

interface CommandsProps {
  shortcuts: Shortcuts;
  onChange: (shortcuts: Shortcuts) => void;
}

function Commands({ shortcuts, onChange }: CommandsProps) {
  const [recording, setRecording] = useState<CommandName>();
  const set = (changes: Shortcuts) => {
    const next = { ...shortcuts, ...changes };
    const changed = Object.entries(next).filter(([name, keys]) => keys !== usualShortcuts[name as CommandName]);
    setRecording(undefined);
    onChange(Object.fromEntries(changed));
  };
  return (
    <Section
      title={t('In the window')}
      actions={
        <Button size="sm" disabled={Object.keys(shortcuts).length === 0} onClick={() => onChange({})}>
          {t('Reset all')}
        </Button>
      }
    >
      {CommandName.options.map((name) =>
        recording === name ? (
          <Recorder key={name} name={name} shortcuts={shortcuts} onSet={set} onCancel={() => setRecording(undefined)} />
        ) : (
          <Row key={name} name={name} shortcuts={shortcuts} onSet={set} onRecord={() => setRecording(name)} />
        ),
      )}
    </Section>
  );
}

interface RowProps {
  name: CommandName;
  shortcuts: Shortcuts;
  onSet: (changes: Shortcuts) => void;
  onRecord: () => void;
}

function Row({ name, shortcuts, onSet, onRecord }: RowProps) {
  const keys = keysOf(shortcuts, name);
  const label = commandLabels()[name];
  const usual = usualShortcuts[name];
  const isTaken = conflictOf(shortcuts, name, usual) !== undefined;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="min-w-0 flex-1 basis-40 text-sm font-medium">{label}</span>
      {keys === '' ? <span className="text-xs text-muted">{t('No keys')}</span> : <KeyHint keys={keys} />}
      {shortcuts[name] !== undefined && (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('Reset {{command}}', { command: label })}
          disabled={isTaken}
          onClick={() => onSet({ [name]: usual })}
        >
          {t('Reset')}
        </Button>
      )}
      <Button size="sm" aria-label={t('Change the keys of {{command}}', { command: label })} onClick={onRecord}>
        {t('Change')}
      </Button>
    </div>
  );
}

interface RecorderProps {
  name: CommandName;
  shortcuts: Shortcuts;
  onSet: (changes: Shortcuts) => void;
  onCancel: () => void;
}

/** Takes the next press as the keys; Escape leaves them, Backspace takes them away. */
function Recorder({ name, shortcuts, onSet, onCancel }: RecorderProps) {
  const [keys, setKeys] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const other = keys === undefined ? undefined : conflictOf(shortcuts, name, keys);
  const label = commandLabels()[name];
  const press = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel();
    if (event.key === 'Backspace') return onSet({ [name]: '' });
    const pressed = pressedKeys(event.nativeEvent, isMac());
    if (pressed === undefined) return;
    if (conflictOf(shortcuts, name, pressed)) setKeys(pressed);
    else onSet({ [name]: pressed });
  };
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-40 text-sm font-medium">{label}</span>
        <button
          type="button"
          ref={button}
          onKeyDown={press}
          className="min-h-8 rounded-md border border-accent bg-accent-soft px-3 text-xs text-text"
        >
          {keys === undefined ? t('Press the keys…') : <KeyHint keys={keys} />}
          <span className="sr-only"> {t('for {{command}}', { command: label })}</span>
        </button>
        <Button size="sm" variant="ghost" onClick={() => onSet({ [name]: '' })}>
          {t('No keys')}
        </Button>
        <Button size="sm" onClick={onCancel}>
          {t('Cancel')}
        </Button>
      </div>
      {other && keys !== undefined && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-xs text-danger">
          {t('These are the keys of “{{command}}”.', { command: commandLabels()[other] })}
          <Button size="sm" onClick={() => onSet({ [other]: '', [name]: keys })}>
            {t('Take them')}
          </Button>
        </p>
      )}
    </div>
  );
}
