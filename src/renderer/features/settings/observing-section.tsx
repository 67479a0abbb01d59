import { Settings, type SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDraft } from './use-draft.ts';
import { t } from '../../../words/words.ts';

interface ObservingSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

const formats = (): Record<Settings['logFormat'], string> => ({
  pretty: t('For people, with details'),
  compact: t('One short line each'),
  json: t('JSON, as it is kept'),
});

/** What Heron tells of its own work, and whom. */
export function ObservingSection({ settings, onChange }: ObservingSectionProps) {
  const kept = settings.otlpEndpoint;
  const problemOf = (text: string): string | undefined => {
    const message = Settings.shape.otlpEndpoint.safeParse(text.trim()).error?.issues[0]?.message;
    return message && t('An address that begins with http:// or https://, or nothing');
  };
  const address = useDraft(kept, problemOf, (text) => text.trim() !== kept && onChange({ otlpEndpoint: text.trim() }));
  return (
    <Section title={t('Log and traces')} text={t('How Heron’s own work can be followed.')}>
      <Select
        label={t('Format of the log on the command line')}
        hint={t('How “heron logs” writes its lines.')}
        layout="inline"
        value={settings.logFormat}
        onChange={(format) => onChange({ logFormat: format as Settings['logFormat'] })}
        options={Object.entries(formats()).map(([value, label]) => ({ value, label }))}
      />
      <TextField
        label={t('Send traces to')}
        hint={t('A collector of OpenTelemetry, over HTTP. Empty: nothing is sent.')}
        isMono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="http://127.0.0.1:4318"
        {...address}
      />
    </Section>
  );
}
