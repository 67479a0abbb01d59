import { useState } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { keepMicrophone, keptMicrophone, useMicrophones } from './devices.ts';
import { LevelMeter } from './level-meter.tsx';
import type { VoiceSectionProps } from './section-props.ts';

export function MicrophoneSection({ chosen, onChange }: VoiceSectionProps) {
  const { voice } = useHeron();
  const isListening = useStore(voice.state, ({ phase }) => phase === 'on');
  const devices = useMicrophones(voice);
  const [deviceId, setDeviceId] = useState(keptMicrophone);
  const choose = (next: string): void => {
    setDeviceId(next);
    keepMicrophone(next);
    if (chosen.isOn) voice.start(next);
  };
  const named = devices.filter(({ deviceId: id, label }) => id !== 'default' && label !== '');
  return (
    <Section title="Microphone" text="What it hears stays on this machine.">
      <Switch
        label="Let Heron listen"
        hint="Off, the microphone is closed, not only muted, in every window."
        checked={chosen.isOn}
        onChange={(isOn) => onChange({ isOn })}
      />
      <Select
        label="Device"
        hint={named.length === 0 ? 'Their names show once Heron has listened.' : 'Kept for this browser.'}
        layout="inline"
        value={named.some((device) => device.deviceId === deviceId) ? deviceId : ''}
        onChange={choose}
        options={[
          { value: '', label: 'As the system has it' },
          ...named.map((device) => ({ value: device.deviceId, label: device.label })),
        ]}
      />
      {isListening && (
        <div className="space-y-2">
          <p className="text-sm font-medium">Level</p>
          <LevelMeter isWide />
        </div>
      )}
    </Section>
  );
}
