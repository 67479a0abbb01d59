import { PhoneIncoming } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { CallSettings } from '../../../contract/calls.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { noticeAccess } from './system-notice.ts';
import { t } from '../../../words/words.ts';

const seconds = [20, 40, 60, 120];
const minutes = [5, 10, 15, 30, 60];

/** Whether and when Heron rings, in the settings of voice. */
export function CallsSection() {
  const { settings: store, engine } = useHeron();
  const chosen = useStore(store.state, ({ settings }) => settings?.calls);
  const update = useAction(t('Could not keep the setting'), store.update);
  const ring = useAction(t('Could not ring'), async () => {
    await engine.client.calls.try({});
  });
  if (!chosen) return null;
  const onChange = (calls: Partial<CallSettings>): void => void update.run({ calls });
  return (
    <Section
      title={t('Calls')}
      text={t('“Call me at 9”, “ring me when it is done”: the window rings, and Heron talks to you.')}
      actions={
        chosen.isOn && (
          <Button size="sm" icon={PhoneIncoming} isLoading={ring.isBusy} onClick={() => void ring.run()}>
            {t('Ring once')}
          </Button>
        )
      }
    >
      <Switch
        label={t('Heron may ring')}
        hint={t('Otherwise what it has to say waits in the inbox.')}
        checked={chosen.isOn}
        onChange={(isOn) => onChange({ isOn })}
      />
      {chosen.isOn && <QuietHours chosen={chosen} onChange={onChange} />}
      {chosen.isOn && (
        <Switch label={t('With a sound')} checked={chosen.hasSound} onChange={(hasSound) => onChange({ hasSound })} />
      )}
      {chosen.isOn && (
        <Choice
          label={t('Rings for')}
          values={seconds}
          value={chosen.ringSeconds}
          text={(value) => t('{{value}} seconds', { value })}
          onChange={(ringSeconds) => onChange({ ringSeconds })}
        />
      )}
      {chosen.isOn && (
        <Choice
          label={t('“Later” means')}
          values={minutes}
          value={chosen.laterMinutes}
          text={(value) => t('In {{minutes}} minutes', { minutes: value })}
          onChange={(laterMinutes) => onChange({ laterMinutes })}
        />
      )}
      {chosen.isOn && <BrowserNotices />}
    </Section>
  );
}

interface PartProps {
  chosen: CallSettings;
  onChange: (calls: Partial<CallSettings>) => void;
}

function QuietHours({ chosen, onChange }: PartProps) {
  return (
    <div className="space-y-3">
      <Switch
        label={t('Quiet hours')}
        hint={t('Calls wait in the inbox then. What you asked for by a time of day rings all the same.')}
        checked={chosen.hasQuietHours}
        onChange={(hasQuietHours) => onChange({ hasQuietHours })}
      />
      {chosen.hasQuietHours && (
        <div className="flex flex-wrap gap-4">
          <Time label={t('From')} value={chosen.quietFrom} onCommit={(quietFrom) => onChange({ quietFrom })} />
          <Time label={t('Until')} value={chosen.quietTo} onCommit={(quietTo) => onChange({ quietTo })} />
        </div>
      )}
    </div>
  );
}

function Time({ label, value, onCommit }: { label: string; value: string; onCommit: (value: string) => void }) {
  const [draft, setDraft] = useState<string>();
  const commit = (): void => {
    // While it is being typed a time can be half there, which the browser gives as nothing.
    if (draft && draft !== value) onCommit(draft);
    setDraft(undefined);
  };
  return <TextField type="time" label={label} value={draft ?? value} onChange={setDraft} onBlur={commit} />;
}

interface ChoiceProps {
  label: string;
  values: number[];
  value: number;
  text: (value: number) => string;
  onChange: (value: number) => void;
}

function Choice({ label, values, value, text, onChange }: ChoiceProps) {
  const options = [...new Set([...values, value])].toSorted((a, b) => a - b);
  return (
    <Select
      label={label}
      layout="inline"
      value={String(value)}
      onChange={(chosen) => onChange(Number(chosen))}
      options={options.map((each) => ({ value: String(each), label: text(each) }))}
    />
  );
}

/** A browser shows notices only when somebody let it; the app's own window needs none. */
function BrowserNotices() {
  const [access, setAccess] = useState(noticeAccess);
  if (access === 'unsupported' || navigator.userAgent.includes(' Electron/')) return null;
  if (access !== 'default') {
    return (
      <p className="text-xs text-muted">
        {access === 'granted'
          ? t('The browser shows a notice when Heron calls and you look elsewhere.')
          : t('The browser shows no notices of Heron. Allow them in its site settings to see a call from elsewhere.')}
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="min-w-0 flex-1 text-xs text-muted">
        {t('To see a call while you look elsewhere, let the browser show notices.')}
      </p>
      <Button size="sm" onClick={() => void Notification.requestPermission().then(setAccess)}>
        {t('Show notices')}
      </Button>
    </div>
  );
}
