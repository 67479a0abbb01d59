import { useState } from 'react';
import type { VoiceStatus } from '../../../contract/voice.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { VoiceSectionProps } from './section-props.ts';
import { t } from '../../../words/words.ts';

interface FreeSpeechSectionProps extends VoiceSectionProps {
  status: VoiceStatus;
}

/** Of those that are short to say; the settings file takes every other one. */
const languages = () => ({
  en: t('English'),
  de: t('German'),
  es: t('Spanish'),
  fr: t('French'),
  it: t('Italian'),
  nl: t('Dutch'),
  pt: t('Portuguese'),
});

const hostedValue = 'server/model';

/** Who writes down what is in no closed set. */
export function FreeSpeechSection({ chosen, onChange, status }: FreeSpeechSectionProps) {
  const { transcriber, language } = chosen;
  const [isHosted, setIsHosted] = useState(transcriber.includes('/'));
  const [first] = status.transcribers;
  const isGone = transcriber !== '' && transcriber !== 'none' && !transcriber.includes('/');
  const options = [
    {
      value: '',
      label: first
        ? t('The first on this machine: {{name}}', { name: first.name })
        : t('The first on this machine: none yet'),
    },
    { value: 'none', label: t('Nobody: only the sentences Heron knows') },
    ...status.transcribers.map(({ id, name, engine }) => ({ value: id, label: `${name} (${engine})` })),
    ...(isGone && !status.transcribers.some(({ id }) => id === transcriber)
      ? [{ value: transcriber, label: t('{{name}}, which is not here', { name: transcriber }) }]
      : []),
    { value: hostedValue, label: t('A server of Settings, Models') },
  ];
  return (
    <Section title={t('Free speech')}>
      <Select
        label={t('Written down by')}
        hint={t('What is none of the sentences Heron knows. After that it is what you would have typed.')}
        value={isHosted ? hostedValue : transcriber}
        onChange={(value) => {
          setIsHosted(value === hostedValue);
          if (value !== hostedValue) onChange({ transcriber: value });
        }}
        options={options}
      />
      {isHosted && (
        <ServerModel
          label={t('Server and model')}
          hint={t('What you say to Heron is sent there, and nothing before the wake phrase.')}
          placeholder="openai/whisper-1"
          model={transcriber.includes('/') ? transcriber : ''}
          onCommit={(model) => onChange({ transcriber: model })}
        />
      )}
      <Select
        label={t('Language')}
        layout="inline"
        value={language}
        onChange={(next) => onChange({ language: next })}
        options={[
          { value: '', label: t('Found out') },
          ...Object.entries(languages()).map(([value, label]) => ({ value, label })),
          ...(language === '' || language in languages() ? [] : [{ value: language, label: language }]),
        ]}
      />
    </Section>
  );
}

interface ServerModelProps {
  label: string;
  hint: string;
  placeholder: string;
  model: string;
  /** Of a name that has the form. */
  onCommit: (model: string) => void;
}

/** The name of a server's model, as `server/model`. */
export function ServerModel({ label, hint, placeholder, model, onCommit }: ServerModelProps) {
  const [draft, setDraft] = useState(model);
  const name = draft.trim();
  const isRight = name === '' || /^[^/\s]+\/\S+$/.test(name);
  const commit = (): void => {
    if (isRight && name !== model) onCommit(name);
  };
  return (
    <TextField
      label={label}
      hint={hint}
      placeholder={placeholder}
      isMono
      autoComplete="off"
      value={draft}
      onChange={setDraft}
      error={isRight ? undefined : t('Expected server/model, with the server as Settings, Models names it')}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
