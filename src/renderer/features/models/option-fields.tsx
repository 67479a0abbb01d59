import { type ModelOption, providerInfo, type ProviderKind } from '../../../contract/model-providers.ts';
import type { OptionValues } from '../../../contract/models.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface OptionFieldsProps {
  kind: ProviderKind;
  values: OptionValues;
  onChange: (values: OptionValues) => void;
}

/** What this provider takes besides; what is left empty is not sent. */
export function OptionFields({ kind, values, onChange }: OptionFieldsProps) {
  const set = (id: string, value: OptionValues[string] | undefined) => {
    const { [id]: _, ...rest } = values;
    onChange(value === undefined || value === '' ? rest : { ...rest, [id]: value });
  };
  return providerInfo(kind).options.map((option) => (
    <OptionField
      key={option.id}
      option={option}
      value={values[option.id]}
      onChange={(value) => set(option.id, value)}
    />
  ));
}

interface OptionFieldProps {
  option: ModelOption;
  value: OptionValues[string] | undefined;
  onChange: (value: OptionValues[string] | undefined) => void;
}

function OptionField({ option: { title: label, hint, type, choices }, value, onChange }: OptionFieldProps) {
  if (type === 'switch') return <Switch {...{ label, hint }} checked={value !== false} onChange={onChange} />;
  const text = value === undefined ? '' : String(value);
  if (choices) {
    const options = choices.map((choice) => ({ value: choice, label: choice }));
    return <Select {...{ label, hint, options }} value={text || choices[0]} onChange={onChange} />;
  }
  if (type === 'json')
    return <TextArea {...{ label, hint }} isMono rows={3} placeholder="{}" value={text} onChange={onChange} />;
  if (type === 'text') return <TextField {...{ label, hint }} isMono value={text} onChange={onChange} />;
  const setNumber = (next: string) => onChange(next === '' ? undefined : Number(next));
  return <TextField {...{ label, hint }} type="number" value={text} onChange={setNumber} />;
}
