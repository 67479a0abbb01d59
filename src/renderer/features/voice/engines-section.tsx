import type { VoiceEngine, VoiceStage, VoiceStatus } from '../../../contract/voice.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { andText } from '../../ui/list-text.ts';
import { plural, t } from '../../../words/words.ts';

const stageNames: Record<VoiceStage, string> = {
  wake: 'wake phrase',
  listen: 'noticing speech',
  transcribe: 'words',
  understand: 'understanding',
  act: 'acting',
  speak: 'speaking',
};

interface EnginesSectionProps {
  status: VoiceStatus;
  onLookAgain: () => Promise<void>;
}

export function EnginesSection({ status, onLookAgain }: EnginesSectionProps) {
  const look = useAction(t('Could not look for engines'), onLookAgain);
  return (
    <Section
      title={t('What does it')}
      actions={
        <Button size="sm" isLoading={look.isBusy} onClick={() => void look.run()}>
          {t('Look again')}
        </Button>
      }
    >
      {status.lacking.length > 0 && (
        <Notice tone="warning">
          {t('Nothing on this machine does this yet: {{format}}.', {
            format: andText(status.lacking.map((stage) => stageNames[stage])),
          })}
        </Notice>
      )}
      {status.engines.map((engine) => (
        <Engine key={engine.name} engine={engine} />
      ))}
      <div className="text-sm">
        <p>
          {plural(
            status.names.length,
            {
              one: '{{sentences}} kinds of sentences are understood without a model, and 1 name of your home folder.',
              other:
                '{{sentences}} kinds of sentences are understood without a model, and {{count}} names of your home folder.',
            },
            { sentences: status.sentences },
          )}
        </p>
        {status.unspeakableNames.length > 0 && (
          <Disclosure
            title={plural(status.unspeakableNames.length, {
              one: '1 name is in no dictionary',
              other: '{{count}} names are in no dictionary',
            })}
          >
            <p className="text-xs text-muted">{andText(status.unspeakableNames)}</p>
          </Disclosure>
        )}
      </div>
    </Section>
  );
}

function Engine({ engine: { name, stages, state, fix, advice } }: { engine: VoiceEngine }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{name}</p>
        <p className="text-xs text-muted">{stages.map((stage) => stageNames[stage]).join(', ')}</p>
      </div>
      <StatusDot
        tone={state === 'ready' ? 'success' : advice === undefined ? 'warning' : 'neutral'}
        label={state === 'ready' ? t('Ready') : advice === undefined ? t('Missing') : t('Not used')}
      />
      {advice !== undefined && <p className="w-full text-xs text-muted">{advice}</p>}
      {fix !== undefined && (
        <p className="flex w-full items-center gap-2 text-xs">
          <InlineCode>{fix}</InlineCode>
          <CopyButton text={fix} label={t('Copy the command')} />
        </p>
      )}
    </div>
  );
}
