import { useCallback, useEffect } from 'react';
import type { Health } from '../../../contract/health.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { t } from '../../../words/words.ts';

/** What the app is, if this is one; it has keys in whatever program is in front. */
export function useApp(): Health | undefined {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.get({}), [engine]);
  const { data, reload } = useQuery(engine.state, load);
  useEffect(
    () => engine.subscribe((events) => void (events.some(({ type }) => type === 'keys.refused') && reload())),
    [engine, reload],
  );
  return data?.program === 'electron' ? data : undefined;
}

const shortcuts = () => ['', 'Control+Shift+Space', 'Alt+Space', 'CommandOrControl+Shift+H'];

interface QuickAskFieldProps {
  app: Health;
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

export function QuickAskField({ app, settings: { window }, onChange }: QuickAskFieldProps) {
  const isRefused = app.components.some(({ name, state }) => name === 'keys' && state !== 'ok');
  const known = shortcuts().includes(window.quickAskShortcut) ? shortcuts() : [window.quickAskShortcut, ...shortcuts()];
  return (
    <Select
      label={t('Ask from anywhere')}
      hint={t('These keys open a small window over whatever program is in front.')}
      layout="inline"
      error={isRefused ? t('Another program has these keys: choose others.') : undefined}
      value={window.quickAskShortcut}
      onChange={(quickAskShortcut) => onChange({ window: { quickAskShortcut } })}
      options={known.map((value) => ({ value, label: value === '' ? t('Off') : value.replaceAll('+', ' + ') }))}
    />
  );
}

/** Among the other keys; nothing in a browser, which has none outside of itself. */
export function QuickAskSection({ settings, onChange }: Omit<QuickAskFieldProps, 'app'>) {
  const app = useApp();
  if (!app) return null;
  return (
    <Section title={t('In any program')}>
      <QuickAskField app={app} settings={settings} onChange={onChange} />
    </Section>
  );
}
