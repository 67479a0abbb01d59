import { Ban, Download, Globe, HardDrive } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { providerInfo } from '../../../contract/model-providers.ts';
import type { FoundServer, ModelConfiguration } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { type RadioCard, RadioCards } from '../../ui/radio-cards.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ChatModels } from '../local-models/chat-models.tsx';
import { FoundModel } from './found-model.tsx';
import { OtherServer } from './other-server.tsx';
import { TrialNotice } from './trial-notice.tsx';
import { StepFrame } from './step-frame.tsx';
import { useMove } from './use-move.ts';
import { type ModelDraft, emptyDraft, useTryModel } from './use-try-model.ts';
import { plural, t } from '../../../words/words.ts';

/** A server's address, `download`, `other` or `none`. */
type Choice = string;

export function ModelStep() {
  const { engine, settings } = useHeron();
  const { move } = useMove();
  const model = useStore(settings.state, (state) => state.model);
  const find = useCallback(() => engine.client.models.find({}), [engine]);
  const { data: found } = useQuery(engine.state, find);
  const [picked, setPicked] = useState<Choice>();
  const [drafts, setDrafts] = useState<Record<Choice, ModelDraft>>({});
  const attempt = useTryModel();
  const choice = picked ?? (model ? 'none' : found?.[0]?.baseUrl) ?? 'none';
  const server = found?.find(({ baseUrl }) => baseUrl === choice);
  const draft = drafts[choice] ?? (server ? draftOf(server) : emptyDraft);
  const setDraft = (next: ModelDraft) => {
    setDrafts({ ...drafts, [choice]: next });
    attempt.forget();
  };
  const isUsed = choice === 'none' || choice === 'download' || attempt.outcome?.kind === 'used';
  const submit = () => void (isUsed ? move({ step: 'folders' }) : attempt.use(draft));
  return (
    <StepFrame
      step="model"
      title={t('With a model, or without')}
      text={t(
        'Without one, Heron understands the sentences its workers know. A model understands more ways to say the same; what it plans is checked and shown like everything else.',
      )}
      onSubmit={submit}
      submit={
        <Button type="submit" variant="primary" isLoading={attempt.isBusy}>
          {submitText(choice, isUsed, model)}
        </Button>
      }
    >
      <div className="space-y-4">
        <RadioCards
          label={t('Model')}
          isLabelHidden
          value={choice}
          onChange={(next) => {
            setPicked(next);
            attempt.forget();
          }}
          cards={cardsOf(found ?? [], model)}
        />
        {found === undefined && <Spinner label={t('Looking for models on this machine')} />}
        {server && <FoundModel server={server} draft={draft} onChange={setDraft} />}
        {choice === 'other' && <OtherServer draft={draft} problems={attempt.problems} onChange={setDraft} />}
        {choice === 'download' && <ChatModels />}
        {attempt.outcome && <TrialNotice outcome={attempt.outcome} />}
      </div>
    </StepFrame>
  );
}

function submitText(choice: Choice, isUsed: boolean, model: ModelConfiguration | null | undefined): string {
  if (!isUsed) return t('Test and use');
  return choice === 'none' && !model ? t('Continue without') : t('Continue');
}

function draftOf({ baseUrl, models }: FoundServer): ModelDraft {
  return { ...emptyDraft, baseUrl, model: models[0] ?? '' };
}

function cardsOf(found: FoundServer[], model: ModelConfiguration | null | undefined): RadioCard<Choice>[] {
  const none = model
    ? {
        value: 'none',
        label: t('Keep {{model}}', { model: model.model }),
        hint:
          model.baseUrl === providerInfo('local').baseUrl
            ? t('It is set up already, and Heron runs it itself')
            : t('It is set up already, at {{address}}', { address: model.baseUrl }),
        icon: HardDrive,
      }
    : {
        value: 'none',
        label: t('Go without a model'),
        hint: t('Everything works by rules. You can add one at any time.'),
        icon: Ban,
      };
  return [
    ...found.map(({ name, baseUrl, models }) => ({
      value: baseUrl,
      label: t('{{name}}, on this machine', { name }),
      hint:
        models.length === 0
          ? t('It runs, but has no model loaded. {{address}}', { address: baseUrl })
          : plural(
              models.length,
              { one: '1 model. {{address}}', other: '{{count}} models. {{address}}' },
              { address: baseUrl },
            ),
      icon: HardDrive,
      disabled: models.length === 0,
    })),
    none,
    {
      value: 'download',
      label: t('Download a model'),
      hint: t('It answers on this machine alone. The download goes on while you do the rest.'),
      icon: Download,
    },
    {
      value: 'other',
      label: found.length > 0 ? t('Another server') : t('Connect a server'),
      hint: t('Any that speaks the OpenAI interface, with a key or without'),
      icon: Globe,
    },
  ];
}
