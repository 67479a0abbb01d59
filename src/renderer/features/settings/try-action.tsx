import { useState } from 'react';
import type { Json } from '../../../contract/json.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { PolicyDecision, Simulation, Verdict } from '../../../contract/policy.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Section } from '../../ui/section.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { Tone } from '../../ui/tone.ts';
import { capabilityNames } from '../permissions/requests.ts';
import { exampleInput, inputProblem } from './example-input.ts';
import { t } from '../../../words/words.ts';

const decisions = (): Record<PolicyDecision, { tone: Tone; word: string; sentence: string }> => ({
  allowed: { tone: 'success', word: t('Allowed'), sentence: t('It would run without a question.') },
  asked: { tone: 'warning', word: t('Asked'), sentence: t('It would wait for an answer.') },
  denied: { tone: 'danger', word: t('Denied'), sentence: t('It would be refused.') },
});

const stranger = 'https://example.com/a-page';

/** What the policy would say of one action with one input. Runs nothing. */
export function TryAction({ manifests }: { manifests: Manifest[] }) {
  const { ref, input, isTainted, said, problem, isBusy, ask, change } = useTrial();
  return (
    <Section
      title={t('Try it')}
      text={t('What the policy and the permissions say of an action. Nothing runs, and nothing is kept.')}
    >
      <div className="space-y-3">
        <Select
          label={t('Action')}
          value={ref}
          onChange={(next) => change({ ref: next, input: exampleInput(next, manifests) })}
          options={actionsOf(manifests)}
        />
        <TextArea
          label={t('Its input')}
          hint={t('As JSON')}
          isMono
          spellCheck={false}
          error={problem}
          value={input}
          onChange={(text) => change({ input: text })}
        />
        <Checkbox
          label={t('As if the run had read a page that a stranger wrote')}
          checked={isTainted}
          onChange={(isSet) => change({ isTainted: isSet })}
        />
        <Button isLoading={isBusy} disabled={ref === undefined || problem !== undefined} onClick={ask}>
          {t('What would happen?')}
        </Button>
      </div>
      {said && <Said simulation={said} />}
    </Section>
  );
}

function actionsOf(manifests: Manifest[]): SelectOption[] {
  return manifests.flatMap(({ id, name, actions }) =>
    Object.entries(actions).map(([action, { title }]) => ({ value: `${id}.${action}`, label: title, group: name })),
  );
}

type Trial = { ref: string | undefined; input: string; isTainted: boolean };

/** What is tried, and what was said of it; that is gone when something else is to be tried. */
function useTrial() {
  const { engine } = useHeron();
  const [trial, setTrial] = useState<Trial>({ ref: undefined, input: '{}', isTainted: false });
  const [said, setSaid] = useState<Simulation>();
  const action = useAction(t('Could not try it'), async ({ ref = '', input, isTainted }: Trial) => {
    const [worker = '', name = ''] = ref.split('.');
    const given = JSON.parse(input) as Record<string, Json>;
    const taint = isTainted ? [stranger] : [];
    setSaid(await engine.client.policy.simulate({ worker, action: name, input: given, taint }));
  });
  return {
    ...trial,
    said,
    problem: inputProblem(trial.input),
    isBusy: action.isBusy,
    ask: () => void action.run(trial),
    change: (part: Partial<Trial>) => {
      setTrial({ ...trial, ...part });
      setSaid(undefined);
    },
  };
}

function Said({ simulation: { decision, call, needs } }: { simulation: Simulation }) {
  return (
    <div role="status" className="space-y-2">
      <p className="text-sm font-medium">{decisions()[decision].sentence}</p>
      <ul aria-label={t('What decides')} className="space-y-2">
        <Line title={t('The call itself')} verdict={call} />
        {needs.map(({ need: { capability, target }, ...verdict }) => (
          <Line
            key={`${capability} ${target}`}
            title={capabilityNames()[capability]}
            target={target}
            verdict={verdict}
          />
        ))}
      </ul>
    </div>
  );
}

function Line({ title, target, verdict }: { title: string; target?: string; verdict: Verdict }) {
  const why = verdict.because.filter(({ says }) => says === verdict.decision);
  return (
    <li className="text-xs">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={decisions()[verdict.decision].tone}>{decisions()[verdict.decision].word}</Badge>
        <span>{title}</span>
        {target !== undefined && <span className="font-mono break-all">{target}</span>}
      </span>
      {why.map(({ layer, text }) => (
        <span key={layer} className="mt-0.5 block break-words text-muted">
          {layer}: {text}
        </span>
      ))}
    </li>
  );
}
