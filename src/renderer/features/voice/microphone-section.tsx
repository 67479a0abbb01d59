import { useState } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { keepMicrophone, keptMicrophone, useMicrophones } from './devices.ts';
import { LevelMeter } from './level-meter.tsx';
import type { VoiceSectionProps } from './section-props.ts';
import { t } from '../../../words/words.ts';

export function MicrophoneSection({ chosen, onChange }: VoiceSectionProps) {
  const { voice } = useHeron();
  const isListening = useStore(voice.state, ({ phase }) => phase === 'on');
  const devices = useMicrophones(voice);
  const [deviceId, setDeviceId] = useState(keptMicrophone);
  const named = devices.filter(({ deviceId: id, label }) => id !== 'default' && label !== '');
  const choose = (next: string): void => {
    setDeviceId(next);
    keepMicrophone({ deviceId: next, label: named.find((device) => device.deviceId === next)?.label ?? '' });
    if (chosen.isOn) voice.start(next);
  };
  return (
    <Section title={t('Microphone')} text={t('What it hears stays on this machine.')}>
      <Switch
        label={t('Let Heron listen')}
        hint={t('Off, the microphone is closed, not only muted, in every window.')}
        checked={chosen.isOn}
        onChange={(isOn) => onChange({ isOn })}
      />
      <Select
        label={t('Device')}
        hint={named.length === 0 ? t('Their names show once Heron has listened.') : t('Kept for this browser.')}
        layout="inline"
        value={named.some((device) => device.deviceId === deviceId) ? deviceId : ''}
        onChange={choose}
        options={[
          { value: '', label: t('As the system has it') },
          ...named.map((device) => ({ value: device.deviceId, label: device.label })),
        ]}
      />
      {isListening && (
        <div className="space-y-2">
          <p className="text-sm font-medium">{t('Level')}</p>
          <LevelMeter isWide />
        </div>
      )}
    </Section>
  );
}
