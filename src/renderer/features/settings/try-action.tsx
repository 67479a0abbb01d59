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
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { Tone } from '../../ui/tone.ts';
import { capabilityNames } from '../permissions/requests.ts';
import { exampleInput, inputProblem } from './example-input.ts';

const decisions: Record<PolicyDecision, { tone: Tone; word: string }> = {
  allowed: { tone: 'success', word: 'Allowed' },
  asked: { tone: 'warning', word: 'Asked' },
  denied: { tone: 'danger', word: 'Denied' },
};

const stranger = 'https://example.com/a-page';

/** What the policy would say of one action with one input. Runs nothing. */
export function TryAction({ manifests }: { manifests: Manifest[] }) {
  const { engine } = useHeron();
  const [ref, setRef] = useState<string>();
  const [input, setInput] = useState('{}');
  const [isTainted, setIsTainted] = useState(false);
  const [said, setSaid] = useState<Simulation>();
  const problem = inputProblem(input);
  const ask = useAction('Could not try it', async (chosen: string) => {
    const [worker = '', action = ''] = chosen.split('.');
    const taint = isTainted ? [stranger] : [];
    setSaid(
      await engine.client.policy.simulate({ worker, action, input: JSON.parse(input) as Record<string, Json>, taint }),
    );
  });
  const change = (act: () => void) => {
    act();
    setSaid(undefined);
  };
  const pick = (next: string) => {
    setRef(next);
    setInput(exampleInput(next, manifests));
  };
  return (
    <Section
      title="Try it"
      text="What the policy and the permissions say of an action. Nothing runs, and nothing is kept."
    >
      <div className="space-y-3">
        <Select
          label="Action"
          value={ref}
          onChange={(next) => change(() => pick(next))}
          options={manifests.flatMap(({ id, name, actions }) =>
            Object.entries(actions).map(([action, { title }]) => ({
              value: `${id}.${action}`,
              label: title,
              group: name,
            })),
          )}
        />
        <TextArea
          label="Its input"
          hint="As JSON"
          isMono
          spellCheck={false}
          error={problem}
          value={input}
          onChange={(text) => change(() => setInput(text))}
        />
        <Checkbox
          label="As if the run had read a page that a stranger wrote"
          checked={isTainted}
          onChange={(isSet) => change(() => setIsTainted(isSet))}
        />
        <Button
          isLoading={ask.isBusy}
          disabled={ref === undefined || problem !== undefined}
          onClick={() => ref !== undefined && void ask.run(ref)}
        >
          What would happen?
        </Button>
      </div>
      {said && <Said simulation={said} />}
    </Section>
  );
}

function Said({ simulation: { decision, call, needs } }: { simulation: Simulation }) {
  return (
    <div role="status" className="space-y-2">
      <p className="flex items-center gap-2 text-sm">
        <Badge tone={decisions[decision].tone}>{decisions[decision].word}</Badge>
        {decision === 'asked' ? 'It would wait for an answer.' : ''}
      </p>
      <ul aria-label="What decides" className="space-y-2">
        <Line title="The call itself" verdict={call} />
        {needs.map(({ need: { capability, target }, ...verdict }) => (
          <Line key={`${capability} ${target}`} title={capabilityNames[capability]} target={target} verdict={verdict} />
        ))}
      </ul>
    </div>
  );
}

function Line({ title, target, verdict }: { title: string; target?: string; verdict: Verdict }) {
  const why = verdict.because.filter(({ says }) => says !== 'passes');
  return (
    <li className="text-xs">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={decisions[verdict.decision].tone}>{decisions[verdict.decision].word}</Badge>
        <span>{title}</span>
        {target !== undefined && <span className="font-mono break-all">{target}</span>}
      </span>
      {why.map(({ layer, text }) => (
        <span key={layer} className="mt-0.5 block break-words text-muted">
          {text} ({layer})
        </span>
      ))}
    </li>
  );
}
