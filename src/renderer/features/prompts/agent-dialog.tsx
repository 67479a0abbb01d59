import { useId, useState } from 'react';
import { type AgentProfile, agentSteps } from '../../../contract/agents.ts';
import type { ConversationPolicy } from '../../../contract/policy.ts';
import type { PromptPack } from '../../../contract/prompts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { NarrowingFields } from '../settings/narrowing-fields.tsx';
import { AgentTools } from './agent-tools.tsx';
import { useModelNames } from './model-names.ts';
import { fieldsOf, noProfile, type ProfileFields, problemsOf, profileOf } from './profile-fields.ts';
import { t } from '../../../words/words.ts';

interface AgentDialogProps {
  /** Absent: a new one. */
  profile: AgentProfile | undefined;
  /** Names of the others. */
  taken: string[];
  packs: PromptPack[];
  onClose: () => void;
  onKeep: (profile: AgentProfile) => void;
}

/** Options have no empty value. */
const nothing = ' ';

type SetText = (name: Exclude<keyof ProfileFields, 'tools' | 'policy'>) => {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

/** An agent as a form; nothing is kept before the person says so. */
export function AgentDialog({ profile, taken, packs, onClose, onKeep }: AgentDialogProps) {
  const formId = useId();
  const [fields, setFields] = useState<ProfileFields>(profile ? fieldsOf(profile) : noProfile);
  const [isChecked, setIsChecked] = useState(false);
  const problems = problemsOf(fields, taken);
  const set: SetText = (name) => ({
    value: fields[name],
    onChange: (value) => setFields({ ...fields, [name]: value }),
    error: isChecked ? problems[name] : undefined,
  });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={profile ? t('The agent {{name}}', { name: profile.name }) : t('Add an agent')}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form={formId} variant="primary">
            {profile ? t('Keep') : t('Add')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          setIsChecked(true);
          if (Object.keys(problems).length === 0) onKeep(profileOf(fields, profile));
        }}
      >
        <TextField
          label={t('Name')}
          isMono
          autoComplete="off"
          placeholder="researcher"
          maxLength={40}
          {...set('name')}
        />
        <TextArea
          label={t('What it is good for')}
          hint={t('In a line or two. Models choose by it whom to give work to.')}
          rows={2}
          maxLength={500}
          {...set('description')}
        />
        <Choices fields={fields} packs={packs} onChange={(choice) => setFields({ ...fields, ...choice })} />
        <AgentTools tools={fields.tools} onChange={(tools) => setFields({ ...fields, tools })} />
        <Limits set={set} />
        <OwnPolicy policy={fields.policy} onChange={(policy) => setFields({ ...fields, policy })} />
      </form>
    </Dialog>
  );
}

interface OwnPolicyProps {
  policy: ConversationPolicy;
  onChange: (policy: ConversationPolicy) => void;
}

function OwnPolicy({ policy, onChange }: OwnPolicyProps) {
  return (
    <Disclosure title={t('What it may do')} isOpenAtFirst={Object.keys(policy).length > 0}>
      <p className="pb-3 text-xs text-muted">
        {t('It narrows what Settings → Permissions and its conversation let through, for it and all it gives work to.')}
      </p>
      <NarrowingFields of="agent" own={policy} onChange={onChange} />
    </Disclosure>
  );
}

function Limits({ set }: { set: SetText }) {
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="pb-2 text-sm font-medium">{t('At most, each time it works')}</legend>
      <TextField
        label={t('Steps')}
        inputMode="numeric"
        placeholder={t('As others, up to {{most}}', { most: agentSteps.most })}
        {...set('mostSteps')}
      />
      <TextField label={t('Tokens')} inputMode="numeric" placeholder={t('No limit')} {...set('tokens')} />
      <TextField label={t('US dollars')} inputMode="decimal" placeholder={t('No limit')} {...set('money')} />
      <TextField label={t('Minutes')} inputMode="numeric" placeholder={t('No limit')} {...set('minutes')} />
    </fieldset>
  );
}

interface ChoicesProps {
  fields: ProfileFields;
  packs: PromptPack[];
  onChange: (choice: Partial<Pick<ProfileFields, 'model' | 'pack'>>) => void;
}

function Choices({ fields, packs, onChange }: ChoicesProps) {
  const models = useModelNames(fields.model);
  const choice = (name: 'model' | 'pack') => ({
    value: fields[name] === '' ? nothing : fields[name],
    onChange: (value: string) => onChange({ [name]: value === nothing ? '' : value }),
  });
  return (
    <>
      <Select
        label={t('Model')}
        options={[{ value: nothing, label: t('The one that fits') }, ...models]}
        {...choice('model')}
      />
      <Select
        label={t('Prompt pack')}
        options={[
          { value: nothing, label: t('That of the conversation') },
          ...packs.map(({ id, title }) => ({ value: id, label: title })),
        ]}
        {...choice('pack')}
      />
    </>
  );
}
