import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import type { FolderAccounts } from '../../../contract/spending.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAccounts } from './use-accounts.ts';
import { t } from '../../../words/words.ts';

interface FolderAccountsSectionProps {
  accounts: FolderAccounts[];
  onChange: (patch: SettingsPatch) => void;
}

/** Which accounts of providers the conversations of a folder use. */
export function FolderAccountsSection({ accounts, onChange }: FolderAccountsSectionProps) {
  const known = useAccounts();
  const [folder, setFolder] = useState('');
  const said = folder.trim();
  const change = (next: FolderAccounts[]) => onChange({ shares: { accounts: next } });
  const isTaken = accounts.some((each) => each.folder === said);
  const add = () => {
    change([...accounts, { folder: said, accounts: known.slice(0, 1), isReserved: false }]);
    setFolder('');
  };
  return (
    <Section
      title={t('Accounts of folders')}
      text={t('The conversations of a folder ask these accounts and no others, for everything that is done in them.')}
    >
      {accounts.map((each, index) => (
        <OneFolder
          key={each.folder}
          known={known}
          own={each}
          onChange={(next) => change(accounts.map((other, at) => (at === index ? next : other)))}
          onRemove={() => change(accounts.filter((_, at) => at !== index))}
        />
      ))}
      {known.length === 0 ? (
        <p className="text-sm text-muted">{t('There is no account yet; Settings, Models has them.')}</p>
      ) : (
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <TextField label={t('Folder of conversations')} value={folder} onChange={setFolder} />
          </div>
          <Button icon={Plus} disabled={said === '' || isTaken} onClick={add}>
            {t('Add folder')}
          </Button>
        </div>
      )}
    </Section>
  );
}

interface OneFolderProps {
  known: readonly string[];
  own: FolderAccounts;
  onChange: (next: FolderAccounts) => void;
  onRemove: () => void;
}

function OneFolder({ known, own, onChange, onRemove }: OneFolderProps) {
  const { folder, accounts, isReserved } = own;
  const shown = [...new Set([...known, ...accounts])];
  const toggle = (account: string, isOn: boolean) => {
    const next = shown.filter((each) => (each === account ? isOn : accounts.includes(each)));
    if (next.length > 0) onChange({ ...own, accounts: next });
  };
  return (
    <fieldset aria-label={folder} className="space-y-2">
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate text-sm font-medium">{folder}</span>
        <IconButton icon={Trash2} label={t('Remove the accounts of {{folder}}', { folder })} onClick={onRemove} />
      </div>
      {shown.map((account) => (
        <Checkbox
          key={account}
          label={known.includes(account) ? account : t('{{account}} (no longer there)', { account })}
          checked={accounts.includes(account)}
          onChange={(isOn) => toggle(account, isOn)}
        />
      ))}
      <Switch
        label={t('For {{folder}} alone', { folder })}
        hint={t('Nothing outside of the folder asks them.')}
        checked={isReserved}
        onChange={(isOn) => onChange({ ...own, isReserved: isOn })}
      />
    </fieldset>
  );
}
