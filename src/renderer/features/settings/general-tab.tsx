import { Monitor, Moon, Sun } from 'lucide-react';
import type { Settings } from '../../../contract/settings.ts';
import { type RadioCard, RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { AboutSection } from './about-section.tsx';
import { LanguageSection } from './language-section.tsx';
import { NoticesSection } from './notices-section.tsx';
import { ObservingSection } from './observing-section.tsx';
import { SettingsForm, type SettingsFormProps } from './settings-form.tsx';
import { Switch } from '../../ui/switch.tsx';
import { WindowSection } from './window-section.tsx';
import { t } from '../../../words/words.ts';

const themes = () =>
  [
    { value: 'system', label: t('System'), icon: Monitor },
    { value: 'light', label: t('Light'), icon: Sun },
    { value: 'dark', label: t('Dark'), icon: Moon },
  ] satisfies RadioCard<Settings['theme']>[];

export function GeneralTab() {
  return (
    <SettingsForm form={Form}>
      <AboutSection />
    </SettingsForm>
  );
}

function Form({ settings, onChange }: SettingsFormProps) {
  return (
    <>
      <Section title={t('Appearance')}>
        <RadioCards
          label={t('Theme')}
          direction="row"
          value={settings.theme}
          onChange={(theme) => onChange({ theme })}
          cards={themes()}
        />
        <Switch
          label={t('Draw formulas')}
          hint={t('What answers write as $x^2$ is shown as mathematics; otherwise as it was written.')}
          checked={settings.maths}
          onChange={(maths) => onChange({ maths })}
        />
      </Section>
      <LanguageSection settings={settings} onChange={onChange} />
      <Section title={t('Tips')}>
        <Switch
          label={t('A tip now and then')}
          hint={t(
            'After an answer, when one fits what has just happened. Workers may have tips, too. None comes twice.',
          )}
          checked={settings.tips}
          onChange={(tips) => onChange({ tips })}
        />
      </Section>
      <NoticesSection />
      <WindowSection settings={settings} onChange={onChange} />
      <Section title={t('Work')}>
        <Switch
          label={t('Pause everything')}
          hint={t('What has begun goes on to its end; no further step begins, also after a restart.')}
          checked={settings.paused}
          onChange={(paused) => onChange({ paused })}
        />
      </Section>
      <ObservingSection settings={settings} onChange={onChange} />
    </>
  );
}
