import { useState } from 'react';
import { localModelKinds, type LocalModelKind } from '../../../contract/local-models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { addressProblem } from '../settings/model-address.ts';
import { kindNames } from './local-model-words.ts';
import { t } from '../../../words/words.ts';

export function AddModel({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title={t('Add a model by its address')}
      text={t('The file is downloaded when you say so.')}
    >
      {isOpen && <Form onDone={onClose} />}
    </Dialog>
  );
}

function Form({ onDone }: { onDone: () => void }) {
  const { engine } = useHeron();
  const [address, setAddress] = useState('');
  const [sha256, setSha256] = useState('');
  const [others, setOthers] = useState('');
  const [licence, setLicence] = useState('');
  const [kind, setKind] = useState<LocalModelKind>('chat');
  const [isChecked, setIsChecked] = useState(false);
  const hash = sha256.trim().toLowerCase();
  const further = others.split(/\s+/).filter(Boolean);
  const problem = addressProblem(address);
  const othersProblem = further.map(addressProblem).find((each) => each !== undefined);
  const hashProblem = hash === '' || /^[0-9a-f]{64}$/.test(hash) ? undefined : t('Expected 64 digits of 0–9 and a–f');
  const add = useAction(t('Could not add the model'), async () => {
    await engine.client.localModels.add({
      ...{ address: address.trim(), kind },
      ...(hash === '' ? {} : { sha256: hash }),
      ...(further.length === 0 ? {} : { others: further }),
      ...(licence.trim() === '' ? {} : { licence: licence.trim() }),
    });
    onDone();
  });
  return (
    <form
      className="space-y-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (!problem && !hashProblem && !othersProblem) void add.run();
      }}
    >
      <TextField
        label={t('Address of the file')}
        isMono
        autoComplete="off"
        placeholder="https://example.com/model.gguf"
        error={isChecked ? problem : undefined}
        value={address}
        onChange={setAddress}
      />
      <Hash text={sha256} onChange={setSha256} problem={isChecked ? hashProblem : undefined} />
      <FurtherFiles text={others} onChange={setOthers} problem={isChecked ? othersProblem : undefined} />
      <Select
        label={t('What it is for')}
        value={kind}
        onChange={(next) => setKind(next as LocalModelKind)}
        options={localModelKinds.map((value) => ({ value, label: kindNames()[value] }))}
      />
      <TextField label={t('Licence')} autoComplete="off" value={licence} onChange={setLicence} />
      <Foot isBusy={add.isBusy} onCancel={onDone} />
    </form>
  );
}

interface PartProps {
  text: string;
  onChange: (text: string) => void;
  problem: string | undefined;
}

function Hash({ text, onChange, problem }: PartProps) {
  return (
    <TextField
      label={t('SHA-256')}
      hint={t('From whoever publishes it. Without one, what comes first is kept and shown.')}
      isMono
      autoComplete="off"
      error={problem}
      value={text}
      onChange={onChange}
    />
  );
}

function FurtherFiles({ text, onChange, problem }: PartProps) {
  return (
    <TextArea
      label={t('Further files of it')}
      hint={t('One address a line: a wake phrase model is an encoder, a decoder, a joiner, tokens.txt and bpe.model.')}
      error={problem}
      rows={2}
      value={text}
      onChange={onChange}
    />
  );
}

function Foot({ isBusy, onCancel }: { isBusy: boolean; onCancel: () => void }) {
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onCancel}>{t('Cancel')}</Button>
      <Button type="submit" variant="primary" isLoading={isBusy}>
        {t('Add')}
      </Button>
    </div>
  );
}
