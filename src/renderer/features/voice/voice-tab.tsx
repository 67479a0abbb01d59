import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { VoiceSettings } from '../../../contract/voice.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CallsSection } from '../calls/calls-section.tsx';
import { AnswersSection } from './answers-section.tsx';
import { EnginesSection } from './engines-section.tsx';
import { FreeSpeechSection } from './free-speech-section.tsx';
import { MicrophoneSection } from './microphone-section.tsx';
import { SpeechModelsSection } from './speech-models-section.tsx';
import { TalkingSection } from './talking-section.tsx';
import { t } from '../../../words/words.ts';

export function VoiceTab() {
  const { engine, settings: store } = useHeron();
  const { settings, failure } = useStore(store.state);
  const load = useCallback(() => engine.client.voice.status({}), [engine]);
  const { data: status, failure: unknown, reload } = useQuery(engine.state, load);
  const update = useAction(t('Could not keep the setting'), store.update);
  const onChange = (voice: Partial<VoiceSettings>): void => {
    // Other voices can be chosen then.
    void update.run({ voice }).then(() => ('hostedVoice' in voice ? reload() : undefined));
  };
  const chosen = settings?.voice;
  const problem = failure ?? unknown;
  return (
    <div className="w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {chosen && status ? (
        <>
          <MicrophoneSection chosen={chosen} onChange={onChange} />
          <TalkingSection chosen={chosen} onChange={onChange} />
          <FreeSpeechSection chosen={chosen} onChange={onChange} status={status} />
          <AnswersSection chosen={chosen} onChange={onChange} status={status} />
          <CallsSection />
          <SpeechModelsSection onOther={reload} />
          <EnginesSection status={status} onLookAgain={reload} />
        </>
      ) : problem ? (
        <ErrorState
          title={t('Could not load the settings of voice')}
          text={problem.message}
          onRetry={() => void Promise.all([store.read(), reload()])}
        />
      ) : (
        <Skeleton lines={6} label={t('Loading the settings of voice')} />
      )}
    </div>
  );
}
