import { Monitor, Moon, Sun } from 'lucide-react';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { AboutSection } from './about-section.tsx';
import { ObservingSection } from './observing-section.tsx';
import { SettingsForm, type SettingsFormProps } from './settings-form.tsx';
import { Switch } from '../../ui/switch.tsx';
import { WindowSection } from './window-section.tsx';

const themes = [
  { value: 'system', label: 'System', hint: 'As the system has it', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

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
      <Section title="Appearance">
        <RadioCards
          label="Theme"
          direction="row"
          value={settings.theme}
          onChange={(theme) => onChange({ theme })}
          cards={[...themes]}
        />
      </Section>
      <Section title="Tips">
        <Switch
          label="A tip now and then"
          hint="After an answer, when one fits what has just happened. Workers may have tips, too. None comes twice."
          checked={settings.tips}
          onChange={(tips) => onChange({ tips })}
        />
      </Section>
      <WindowSection settings={settings} onChange={onChange} />
      <Section title="Work">
        <Switch
          label="Pause everything"
          hint="What has begun goes on to its end; no further step begins, also after a restart."
          checked={settings.paused}
          onChange={(paused) => onChange({ paused })}
        />
      </Section>
      <ObservingSection settings={settings} onChange={onChange} />
    </>
  );
}
