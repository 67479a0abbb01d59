import { type Agent, agentSteps } from '../../../contract/agents.ts';
import { TextField } from '../../ui/text-field.tsx';
import { ExpressionField } from './expressions/expression-field.tsx';
import { JsonField } from './json-field.tsx';
import { NumberField } from './number-field.tsx';
import type { StepFormProps } from './step-form.ts';
import { t } from '../../../words/words.ts';

/** What an agent is to reach, and what it may use for that. */
export function AgentForm({ place, errorOf, onChange, agent }: StepFormProps & { agent: Agent }) {
  const change = (part: Partial<Agent>, field: string): void =>
    onChange((now) => ({ ...now, agent: withoutEmpty({ ...agent, ...part }) }), `agent.${field}`);
  const isPrompt = agent.tools?.length === 0;
  return (
    <>
      <ExpressionField
        label={isPrompt ? t('Prompt') : t('Goal')}
        hint={isPrompt ? t('What a model answers, in words.') : t('What is to be reached. A model chooses the steps.')}
        isText
        error={errorOf('agent.goal') ?? errorOf('agent')}
        {...{ place, value: agent.goal }}
        onChange={(goal) => change({ goal: goal ?? ' ' }, 'goal')}
      />
      {!isPrompt && <WorkFields {...{ errorOf, agent, change }} />}
      <TextField
        label={t('Model')}
        hint={t('An alias or a name. Empty: the one that fits.')}
        isMono
        placeholder={t('the one that fits')}
        value={agent.model ?? ''}
        error={errorOf('agent.model')}
        onChange={(model) => change({ model: model.trim() === '' ? undefined : model.trim() }, 'model')}
      />
    </>
  );
}

interface WorkFieldsProps extends Pick<StepFormProps, 'errorOf'> {
  agent: Agent;
  change: (part: Partial<Agent>, field: string) => void;
}

/** What one needs that calls something. */
function WorkFields({ errorOf, agent, change }: WorkFieldsProps) {
  return (
    <>
      <TextField
        label={t('May call')}
        hint={t('Actions, with commas between: files.*, web-fetch.page. Empty: any.')}
        isMono
        placeholder={t('any action')}
        value={(agent.tools ?? []).join(', ')}
        error={errorOf('agent.tools')}
        onChange={(text) => change({ tools: patternsIn(text) }, 'tools')}
      />
      <NumberField
        label={t('Steps at most')}
        value={agent.mostSteps}
        least={1}
        most={agentSteps.most}
        onChange={(mostSteps) => change({ mostSteps }, 'mostSteps')}
      />
      <JsonField
        label={t('Check')}
        hint={t('Run when it says that it is done. What fails is put before the model.')}
        error={errorOf('agent.check')}
        value={agent.check}
        onChange={(check) => change({ check: check as unknown as Agent['check'] }, 'check')}
      />
    </>
  );
}

function patternsIn(text: string): string[] | undefined {
  const patterns = text.split(/,\s*/).filter((pattern, index, all) => pattern !== '' || index === all.length - 1);
  return text.trim() === '' ? undefined : patterns;
}

function withoutEmpty(agent: Agent): Agent {
  return Object.fromEntries(Object.entries(agent).filter(([, value]) => value !== undefined)) as Agent;
}
