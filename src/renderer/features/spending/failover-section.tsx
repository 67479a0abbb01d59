import { Plus, Trash2 } from 'lucide-react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import type { FailoverSettings } from '../../../contract/spending.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDraft } from '../settings/use-draft.ts';
import { t } from '../../../words/words.ts';

type Chain = FailoverSettings['chain'];
type Way = FailoverSettings['ways'][number];

const chains = (): { value: Chain; label: string }[] => [
  { value: 'ordered', label: t('As the models are listed') },
  { value: 'priority', label: t('By priority') },
  { value: 'regional', label: t('By region') },
  { value: 'off', label: t('Nobody else') },
];

interface FailoverSectionProps {
  failover: FailoverSettings;
  onChange: (patch: SettingsPatch) => void;
}

/** Who is asked when a model cannot answer. */
export function FailoverSection({ failover, onChange }: FailoverSectionProps) {
  const { chain, region, onlyRegion, ways } = failover;
  const change = (patch: SettingsPatch['failover']) => onChange({ failover: patch });
  const regionField = useDraft(
    region,
    (text) => (text.trim().length > 60 ? t('At most 60 characters') : undefined),
    (text) => text.trim() !== region && change({ region: text.trim() }),
  );
  const put = (index: number, way: Way) => change({ ways: ways.map((each, at) => (at === index ? way : each)) });
  return (
    <Section
      title={t('When a model cannot answer')}
      text={t(
        'Its other accounts are asked first, then the next model; the conversation says so. Never after an answer has begun, and never in the place of a model that you chose.',
      )}
    >
      <Select
        label={t('Who is asked then')}
        layout="inline"
        value={chain}
        options={chains()}
        onChange={(value) => change({ chain: chains().find((each) => each.value === value)?.value ?? 'ordered' })}
      />
      {chain === 'regional' && (
        <TextField
          label={t('Region')}
          hint={t('The name that the models below are given, for example eu.')}
          layout="inline"
          {...regionField}
        />
      )}
      {chain === 'regional' && (
        <Switch
          label={t('Only this region')}
          hint={t('Models of other regions, or of none, are never asked.')}
          checked={onlyRegion}
          onChange={(checked) => change({ onlyRegion: checked })}
        />
      )}
      {(chain === 'priority' || chain === 'regional') && (
        <div className="space-y-2">
          {ways.map((way, index) => (
            <WayFields
              // A row has no name of its own: its place is all that it is known by.
              key={`${index} of ${ways.length}`}
              {...{ way, chain }}
              onChange={(next) => put(index, next)}
              onRemove={() => change({ ways: ways.filter((_, at) => at !== index) })}
            />
          ))}
          <Button size="sm" icon={Plus} onClick={() => change({ ways: [...ways, { model: '*' }] })}>
            {t('Add models')}
          </Button>
        </div>
      )}
    </Section>
  );
}

interface WayFieldsProps {
  way: Way;
  chain: Chain;
  onChange: (way: Way) => void;
  onRemove: () => void;
}

function WayFields({ way, chain, onChange, onRemove }: WayFieldsProps) {
  const { priority, region, ...rest } = way;
  const model = useDraft(
    way.model,
    (text) => (text.trim() === '' ? t('A name, or * for any') : undefined),
    (text) => onChange({ ...way, model: text.trim() }),
  );
  const account = useDraft(
    way.account ?? '',
    () => undefined,
    (text) => {
      const { account: _, ...others } = way;
      onChange(text.trim() === '' ? others : { ...others, account: text.trim() });
    },
  );
  const ranking = useDraft(
    chain === 'priority' ? String(priority ?? 100) : (region ?? ''),
    (text) => (chain === 'priority' && !/^\d{1,3}$/.test(text.trim()) ? '0 to 999' : undefined),
    (text) => {
      const said = text.trim();
      if (chain === 'priority') onChange({ ...way, priority: Number(said) });
      else
        onChange({
          ...rest,
          ...(priority === undefined ? {} : { priority }),
          ...(said === '' ? {} : { region: said }),
        });
    },
  );
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <TextField label={t('Model, * for any')} isLabelHidden placeholder="provider/model" {...model} />
      </div>
      <div className="w-28">
        <TextField
          label={t('Account of {{model}}', { model: way.model })}
          isLabelHidden
          placeholder={t('Any account')}
          {...account}
        />
      </div>
      <div className="w-20">
        <TextField
          label={
            chain === 'priority'
              ? t('Priority of {{model}}', { model: way.model })
              : t('Region of {{model}}', { model: way.model })
          }
          isLabelHidden
          placeholder={chain === 'priority' ? '100' : t('Region')}
          {...ranking}
        />
      </div>
      <IconButton icon={Trash2} label={t('Remove {{model}}', { model: way.model })} onClick={onRemove} />
    </div>
  );
}
