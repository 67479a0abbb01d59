import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { testLanguage } from '../../../words/choose-language.ts';
import { translations } from '../../words/language.ts';
import { languageTag, t } from '../../../words/words.ts';
import type { SettingsFormProps } from './settings-form.tsx';

/** Names of languages in themselves, as their speakers look for them. */
function ownName(tag: string): string {
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}

export function LanguageSection({ settings: { language }, onChange }: SettingsFormProps) {
  const known = ['en', ...translations];
  const all = ['system', ...known, ...(known.includes(language) ? [] : [language]), testLanguage];
  const names: Record<string, string> = {
    system: t('As the system has it'),
    [testLanguage]: t('Test: marks what can be translated'),
  };
  return (
    <Section title={t('Language')}>
      <Select
        label={t('Language of the window')}
        hint={t('Texts without a translation are in English. Numbers and times are written as in {{language}}.', {
          language: new Intl.DisplayNames('en', { type: 'language' }).of(languageTag()) ?? languageTag(),
        })}
        layout="inline"
        value={language}
        onChange={(next) => onChange({ language: next })}
        options={[...new Set(all)].map((value) => ({ value, label: names[value] ?? ownName(value) }))}
      />
    </Section>
  );
}
