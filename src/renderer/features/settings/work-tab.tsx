import { BackgroundSection } from './background-section.tsx';
import { CircuitSection } from './circuit-section.tsx';
import { ConcurrencySection } from './concurrency-section.tsx';
import { ContainersSection } from './containers-section.tsx';
import { FailuresSection } from './failures-section.tsx';
import { LanesSection } from './lanes-section.tsx';
import { RepliesSection } from './replies-section.tsx';
import { SettingsForm, type SettingsFormProps } from './settings-form.tsx';
import { WorkersSection } from './workers-section.tsx';

/** How much happens at a time, and what waits for what. */
export function WorkTab() {
  return <SettingsForm form={Form} />;
}

function Form(form: SettingsFormProps) {
  return (
    <>
      <LanesSection {...form} />
      <RepliesSection {...form} />
      <FailuresSection {...form} />
      <ConcurrencySection {...form} />
      <BackgroundSection {...form} />
      <CircuitSection {...form} />
      <WorkersSection {...form} />
      <ContainersSection {...form} />
    </>
  );
}
