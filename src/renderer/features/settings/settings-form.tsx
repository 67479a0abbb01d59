import type { ComponentType, ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../../words/words.ts';

export interface SettingsFormProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

/** A tab of sections that change the settings, once those are there. */
export function SettingsForm({
  form: Form,
  children,
}: {
  form: ComponentType<SettingsFormProps>;
  children?: ReactNode;
}) {
  const { settings: store } = useHeron();
  const { settings, failure } = useStore(store.state);
  const update = useAction(t('Could not keep the setting'), store.update);
  return (
    <div className="w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {settings ? (
        <Form settings={settings} onChange={(patch) => void update.run(patch)} />
      ) : failure ? (
        <ErrorState title={t('Could not load the settings')} text={failure.message} onRetry={() => void store.read()} />
      ) : (
        <Skeleton lines={6} label={t('Loading the settings')} />
      )}
      {children}
    </div>
  );
}
