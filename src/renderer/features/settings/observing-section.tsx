import { Settings, type SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDraft } from './use-draft.ts';

interface ObservingSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

const formats: Record<Settings['logFormat'], string> = {
  pretty: 'For people, with details',
  compact: 'One short line each',
  json: 'JSON, as it is kept',
};

/** What Heron tells of its own work, and whom. */
export function ObservingSection({ settings, onChange }: ObservingSectionProps) {
  const kept = settings.otlpEndpoint;
  const problemOf = (text: string): string | undefined => {
    const message = Settings.shape.otlpEndpoint.safeParse(text.trim()).error?.issues[0]?.message;
    return message && 'An address that begins with http:// or https://, or nothing';
  };
  const address = useDraft(kept, problemOf, (text) => text.trim() !== kept && onChange({ otlpEndpoint: text.trim() }));
  return (
    <Section title="Log and traces" text="How Heron’s own work can be followed.">
      <Select
        label="Format of the log on the command line"
        hint="How “heron logs” writes its lines."
        layout="inline"
        value={settings.logFormat}
        onChange={(format) => onChange({ logFormat: format as Settings['logFormat'] })}
        options={Object.entries(formats).map(([value, label]) => ({ value, label }))}
      />
      <TextField
        label="Send traces to"
        hint="A collector of OpenTelemetry, over HTTP. Empty: nothing is sent."
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
