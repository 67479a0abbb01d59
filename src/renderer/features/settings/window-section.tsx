import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { QuickAskField, useApp } from './quick-ask.tsx';
import { t } from '../../../words/words.ts';

interface WindowSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

/** What only the app can do; a browser's tab has no icon beside the clock. */
export function WindowSection({ settings, onChange }: WindowSectionProps) {
  const { window, updates } = settings;
  const app = useApp();
  if (!app) return null;
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
      <QuickAskField app={app} settings={settings} onChange={onChange} />
      {app.components.some(({ name }) => name === 'updates') && (
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
