import { useCallback, useEffect } from 'react';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { t } from '../../../words/words.ts';

interface WindowSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

const shortcuts = () => ['', 'Control+Shift+Space', 'Alt+Space', 'CommandOrControl+Shift+H'];

/** What only the app can do; a browser's tab has no icon beside the clock. */
export function WindowSection({ settings: { window, updates }, onChange }: WindowSectionProps) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.get({}), [engine]);
  const { data, reload } = useQuery(engine.state, load);
  useEffect(
    () => engine.subscribe((events) => void (events.some(({ type }) => type === 'keys.refused') && reload())),
    [engine, reload],
  );
  if (data?.program !== 'electron') return null;
  const isRefused = data.components.some(({ name, state }) => name === 'keys' && state !== 'ok');
  const known = shortcuts().includes(window.quickAskShortcut) ? shortcuts() : [window.quickAskShortcut, ...shortcuts()];
  return (
    <Section title={t('The app')}>
      <Switch
        label={t('Start when you log in')}
        hint={t('Heron waits behind its icon until you want it.')}
        checked={window.startAtLogin}
        onChange={(startAtLogin) => onChange({ window: { startAtLogin } })}
      />
      <Switch
        label={t('Keep running when the window is closed')}
        hint={t('Its icon stays beside the clock, with a menu that quits it.')}
        checked={window.closeToTray}
        onChange={(closeToTray) => onChange({ window: { closeToTray } })}
      />
      <Select
        label={t('Ask from anywhere')}
        hint={t('These keys open a small window over whatever program is in front.')}
        layout="inline"
        error={isRefused ? t('Another program has these keys: choose others.') : undefined}
        value={window.quickAskShortcut}
        onChange={(quickAskShortcut) => onChange({ window: { quickAskShortcut } })}
        options={known.map((value) => ({ value, label: value === '' ? t('Off') : value.replaceAll('+', ' + ') }))}
      />
      {data.components.some(({ name }) => name === 'updates') && (
        <Switch
          label={t('Look for a newer Heron')}
          hint={t(
            'Off, nothing is asked or fetched. A newer one is put in place only when it is signed and you say so.',
          )}
          checked={updates === 'ask'}
          onChange={(isWanted) => onChange({ updates: isWanted ? 'ask' : 'off' })}
        />
      )}
    </Section>
  );
}
