import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { addressPresets } from './model-address.ts';
import { t } from '../../../words/words.ts';

interface AddressFieldProps {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

export function AddressField({ value, error, onChange }: AddressFieldProps) {
  return (
    <div className="space-y-2">
      <TextField
        label={t('Base URL')}
        isMono
        placeholder="http://127.0.0.1:1234/v1"
        autoComplete="off"
        error={error}
        value={value}
        onChange={onChange}
      />
      <div role="group" aria-label={t('Common addresses')} className="flex flex-wrap gap-1.5">
        {addressPresets().map(({ name, url }) => (
          <Button key={name} size="sm" onClick={() => onChange(url)}>
            {name}
          </Button>
        ))}
      </div>
    </div>
  );
}
