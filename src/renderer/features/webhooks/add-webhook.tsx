import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { NewAddress } from './new-address.tsx';
import { t } from '../../../words/words.ts';

interface AddWebhookProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onMade: (made: NewAddress) => void;
}

export function AddWebhook({ isOpen, onOpenChange, onMade }: AddWebhookProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      size="sm"
      title={t('Add a webhook')}
      text={t('A call of the new address starts a run of the template.')}
    >
      {isOpen && <Choice onMade={onMade} onClose={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function Choice({ onMade, onClose }: { onMade: (made: NewAddress) => void; onClose: () => void }) {
  const { engine } = useHeron();
  const [template, setTemplate] = useState<string>();
  const load = useCallback(() => engine.client.templates.list(), [engine]);
  const { data, failure } = useQuery(engine.state, load);
  const make = useCallback(
    async (name: string) => {
      const { url } = await engine.client.triggers.add({ template: name });
      onMade({ title: name, url });
      onClose();
    },
    [engine, onMade, onClose],
  );
  const add = useAction(t('Could not add the webhook'), make);
  if (!data) {
    if (!failure) return <Skeleton lines={2} label={t('Loading the templates')} />;
    return (
      <p role="alert" className="text-sm text-danger">
        {failure.message}
      </p>
    );
  }
  if (data.length === 0) {
    return (
      <p className="text-sm text-muted">
        {t('There are no templates yet. A run’s plan becomes one with “Save as workflow”, or with')}
        <code>{t('heron plan save')}</code>.
      </p>
    );
  }
  const options = data.map(({ name, title, issues }) => ({
    value: name,
    label: issues.length > 0 ? t('{{title}} (cannot be used)', { title }) : title,
    disabled: issues.length > 0,
  }));
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (template !== undefined) void add.run(template);
      }}
    >
      <Select
        label={t('Template')}
        value={template}
        onChange={setTemplate}
        options={options}
        placeholder={t('Choose a template')}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={template === undefined} isLoading={add.isBusy}>
          {t('Add')}
        </Button>
      </div>
    </form>
  );
}
