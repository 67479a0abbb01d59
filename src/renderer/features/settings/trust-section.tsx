import { useState } from 'react';
import type { TrustFlags } from '../../../contract/manifest.ts';
import { type PolicySettings, ServiceName } from '../../../contract/policy.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

type Trust = PolicySettings['trust'];

const flagNames = (): Record<keyof TrustFlags, string> => ({
  trustedSource: t('What it gives was not written by strangers'),
  sensitive: t('What it gives is private'),
  trustedSink: t('What it is given stays with me'),
});

const nothing: TrustFlags = { trustedSource: false, sensitive: true, trustedSink: false };

interface TrustSectionProps {
  trust: Trust;
  /** With words where it can be taken back by the notice that says them. */
  onChange: (trust: Trust, what?: string) => void;
}

/** Services that somebody has said something of. Of all others the worst is believed. */
export function TrustSection({ trust, onChange }: TrustSectionProps) {
  const without = (service: string) => Object.fromEntries(Object.entries(trust).filter(([name]) => name !== service));
  return (
    <Section
      title={t('Whom to believe')}
      text={t(
        'A run that has read what a stranger may have written is asked about whatever could carry something out.',
      )}
    >
      {Object.entries(trust).map(([service, flags]) => (
        <Service
          key={service}
          service={service}
          flags={flags}
          onChange={(next) => onChange({ ...trust, [service]: next })}
          onForget={() => onChange(without(service), t('{{service}} is forgotten', { service }))}
        />
      ))}
      <NewService
        taken={Object.keys(trust)}
        onAdd={(service) => onChange({ ...trust, [service]: nothing }, t('{{service}} added', { service }))}
      />
    </Section>
  );
}

interface ServiceProps {
  service: string;
  flags: TrustFlags;
  onChange: (flags: TrustFlags) => void;
  onForget: () => void;
}

function Service({ service, flags, onChange, onForget }: ServiceProps) {
  return (
    <div role="group" aria-label={service} className="space-y-2">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 font-mono text-xs break-all">{service}</span>
        <Button size="sm" aria-label={t('Forget {{service}}', { service })} onClick={onForget}>
          {t('Forget')}
        </Button>
      </div>
      {(Object.keys(flagNames()) as (keyof TrustFlags)[]).map((flag) => (
        <Checkbox
          key={flag}
          label={flagNames()[flag]}
          checked={flags[flag]}
          onChange={(isSet) => onChange({ ...flags, [flag]: isSet })}
        />
      ))}
    </div>
  );
}

/** Added by Enter or the button; it begins as the worst of each. */
function NewService({ taken, onAdd }: { taken: string[]; onAdd: (service: string) => void }) {
  const [name, setName] = useState('');
  const checked = ServiceName.safeParse(name.trim());
  const isTaken = taken.includes(name.trim());
  const add = () => {
    if (!checked.success || isTaken) return;
    onAdd(checked.data);
    setName('');
  };
  const error = name === '' ? undefined : isTaken ? t('It is in the list already') : checked.error?.issues[0]?.message;
  return (
    <div className="flex items-start gap-2">
      <TextField
        label={t('Another service')}
        hint={t('worker:<id>, host:<name>, program:<name>, socket:<path> or folder:<path>')}
        className="flex-1"
        isMono
        spellCheck={false}
        error={error}
        value={name}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <Button className="mt-11" onClick={add} disabled={!checked.success || isTaken}>
        {t('Add')}
      </Button>
    </div>
  );
}
