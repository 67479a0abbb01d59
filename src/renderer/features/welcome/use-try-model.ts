import { useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { addressProblem } from '../settings/model-address.ts';
import { t } from '../../../words/words.ts';

export type ModelDraft = { baseUrl: string; model: string; apiKey: string };
export const emptyDraft: ModelDraft = { baseUrl: '', model: '', apiKey: '' };

export type DraftProblems = { baseUrl?: string | undefined; model?: string | undefined };

export type TrialOutcome = { kind: 'used'; model: string; tookMs: number } | { kind: 'failed'; message: string };

/** Has a model answer a real question, and keeps it as the one that plans when it does. */
export function useTryModel() {
  const { engine } = useHeron();
  const [outcome, setOutcome] = useState<TrialOutcome>();
  const [problems, setProblems] = useState<DraftProblems>({});
  const [isBusy, setIsBusy] = useState(false);

  async function use({ baseUrl, model, apiKey }: ModelDraft): Promise<void> {
    const wrong = {
      baseUrl: addressProblem(baseUrl),
      model: model.trim() === '' ? t('Choose a model, or type its name') : undefined,
    };
    setProblems(wrong);
    setOutcome(undefined);
    if (wrong.baseUrl || wrong.model) return;
    const input = { baseUrl: baseUrl.trim(), model: model.trim(), ...(apiKey === '' ? {} : { apiKey }) };
    setIsBusy(true);
    try {
      const { tookMs } = await engine.client.models.test(input);
      await engine.client.models.configure(input);
      setOutcome({ kind: 'used', model: input.model, tookMs });
    } catch (error) {
      setOutcome({ kind: 'failed', message: failureOf(error).message });
    } finally {
      setIsBusy(false);
    }
  }

  return {
    outcome,
    problems,
    isBusy,
    use,
    forget: () => {
      setOutcome(undefined);
      setProblems({});
    },
  };
}
