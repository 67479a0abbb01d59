import { useCallback, useState } from 'react';
import type { ModelConfiguration } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { AddressField } from './address-field.tsx';
import { ApiKeyField } from './api-key-field.tsx';
import { ModelField } from './model-field.tsx';
import { addressProblem } from './model-address.ts';
import { RemoveModel } from './remove-model.tsx';

export function ModelForm({ kept }: { kept: ModelConfiguration | null }) {
  const { engine } = useHeron();
  const [baseUrl, setBaseUrl] = useState(kept?.baseUrl ?? '');
  const [model, setModel] = useState(kept?.model ?? '');
  const [apiKey, setApiKey] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const problem = addressProblem(baseUrl);
  const keep = useCallback(async () => {
    const key = apiKey === '' ? {} : { apiKey };
    await engine.client.models.configure({ baseUrl: baseUrl.trim(), model: model.trim(), ...key });
    setApiKey('');
    showToast({ tone: 'success', title: `${model.trim()} plans from now on` });
  }, [engine, baseUrl, model, apiKey]);
  const save = useAction('Could not keep the model', keep);
  const submit = () => {
    setIsChecked(true);
    if (!problem && model.trim() !== '') void save.run();
  };
  return (
    <form
      className="space-y-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section
        title="The model that plans"
        text="Any server that speaks the OpenAI interface, on this machine or elsewhere."
      >
        <AddressField value={baseUrl} error={isChecked ? problem : undefined} onChange={setBaseUrl} />
        <ApiKeyField kept={kept} value={apiKey} onChange={setApiKey} />
        <ModelField
          baseUrl={baseUrl.trim()}
          apiKey={apiKey}
          problem={problem}
          error={isChecked && model.trim() === '' ? 'Choose a model, or type its name' : undefined}
          value={model}
          onChange={setModel}
        />
      </Section>
      <div className="flex flex-wrap justify-end gap-2">
        {kept && <RemoveModel />}
        <Button type="submit" variant="primary" isLoading={save.isBusy}>
          Save
        </Button>
      </div>
    </form>
  );
}
