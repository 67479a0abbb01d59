import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ModelForm } from './model-form.tsx';

export function ModelsTab() {
  const { settings } = useHeron();
  const { model, modelFailure } = useStore(settings.state);
  if (modelFailure && model === undefined) {
    return (
      <ErrorState
        title="Could not load the model’s settings"
        text={modelFailure.message}
        onRetry={() => void settings.readModel()}
      />
    );
  }
  return (
    <div className="mx-auto w-full max-w-2xl space-y-6 px-4 py-6 sm:px-6">
      <Notice>
        {model
          ? 'The model turns sentences into plans. When it fails, or gives a plan that cannot run, the rules are asked, and the conversation says so.'
          : 'No model is set up, and none is needed: Heron plans by rules, from the phrases its workers know. A model understands more ways to say the same.'}
      </Notice>
      {model === undefined ? (
        <Skeleton lines={5} label="Loading the model’s settings" />
      ) : (
        <ModelForm key={model === null ? 'none' : `${model.baseUrl} ${model.model} ${model.hasKey}`} kept={model} />
      )}
    </div>
  );
}
