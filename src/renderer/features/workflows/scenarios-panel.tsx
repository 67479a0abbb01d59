import { FlaskConical, Play, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Scenario } from '../../../contract/scenarios.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ScenarioVerdict } from '../runs/scenario-verdict.tsx';
import { useRun } from '../runs/use-run.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { freeScenarioName, removeScenario, renameScenario, scenarioNamed, withScenario } from './document/scenarios.ts';
import { JsonField } from './json-field.tsx';
import { plural, t } from '../../../words/words.ts';

/** What the workflow is tried with: outputs that are known, and what the other steps are to give then. */
export function ScenariosPanel() {
  const { builder } = useBuilderParts();
  const scenarios = useBuilderState(({ history }) => history.present.scenarios) ?? [];
  const chosen = useBuilderState((state) => state.scenario);
  const test = useAction(t('It could not be tested'), builder.test);
  const add = (): void => {
    const name = freeScenarioName(builder.document());
    builder.edit((document) => withScenario(document, name, (scenario) => scenario));
    builder.choose(name);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="space-y-2 px-4 pt-4 pb-3">
        <h2 className="text-sm font-semibold">{t('Scenarios')}</h2>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" icon={Plus} onClick={add}>
            {t('New scenario')}
          </Button>
          {scenarios.length > 0 && (
            <Button
              size="sm"
              icon={Play}
              isLoading={test.isBusy}
              onClick={() => void test.run(scenarios.map(({ name }) => name))}
            >
              {scenarios.length === 1 ? t('Test it') : t('Test all')}
            </Button>
          )}
        </div>
      </header>
      <div
        tabIndex={0}
        role="group"
        aria-label={t('All scenarios')}
        className="min-h-0 flex-1 overflow-y-auto px-3 pb-4 focus-visible:-outline-offset-2"
      >
        {scenarios.length === 0 ? (
          <NoScenarios />
        ) : (
          <ul className="space-y-2">
            {scenarios.map((scenario) => (
              <li key={scenario.name}>
                <ScenarioCard
                  scenario={scenario}
                  isChosen={scenario.name === chosen}
                  isBusy={test.isBusy}
                  onTest={() => void test.run([scenario.name])}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function NoScenarios() {
  return (
    <EmptyState
      icon={FlaskConical}
      title={t('No scenarios yet')}
      text={t(
        'Pin what a step gave under its last output: run with that, it is not done again. What other steps are to give then makes a test.',
      )}
    />
  );
}

interface ScenarioCardProps {
  scenario: Scenario;
  isChosen: boolean;
  isBusy: boolean;
  onTest: () => void;
}

function ScenarioCard({ scenario, isChosen, isBusy, onTest }: ScenarioCardProps) {
  const { builder } = useBuilderParts();
  const { name, pins = {}, expected = {}, input } = scenario;
  const tested = useBuilderState(({ tests }) => tests[name]);
  const hasInput = useBuilderState(({ history }) => history.present.input !== undefined);
  return (
    <section
      aria-label={t('Scenario {{name}}', { name })}
      className={classNames('space-y-2 rounded-lg border p-3', isChosen && 'border-accent')}
    >
      <div className="flex items-end gap-1">
        <div className="min-w-0 flex-1">
          <NameField key={name} name={name} />
        </div>
        <IconButton
          label={t('Delete {{name}}', { name })}
          icon={Trash2}
          onClick={() => builder.edit((document) => removeScenario(document, name))}
        />
      </div>
      <p className="text-xs text-muted">
        {plural(Object.keys(pins).length, { one: '{{count}} step pinned', other: '{{count}} steps pinned' })},{' '}
        {plural(Object.keys(expected).length, {
          one: '{{count}} step expected to give something',
          other: '{{count}} steps expected to give something',
        })}
      </p>
      {hasInput && (
        <JsonField
          label={t('Input')}
          hint={t('Instead of the workflow’s own; as JSON.')}
          value={input}
          onChange={(value) => builder.edit((document) => withScenario(document, name, (now) => withInput(now, value)))}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" aria-label={t('Test {{name}}', { name })} disabled={isBusy} onClick={onTest}>
          {t('Test')}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={isChosen}
          aria-label={t('Run with {{name}}', { name })}
          onClick={() => builder.choose(isChosen ? undefined : name)}
        >
          {isChosen ? t('Runs use it') : t('Run with it')}
        </Button>
      </div>
      {tested !== undefined && <Verdict key={tested} runId={tested} />}
    </section>
  );
}

function withInput({ input: _, ...scenario }: Scenario, value: unknown): Scenario {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? { ...scenario, input: value as NonNullable<Scenario['input']> } : scenario;
}

function NameField({ name }: { name: string }) {
  const { builder } = useBuilderParts();
  const [typed, setTyped] = useState<string>();
  const next = (typed ?? name).trim();
  const isTaken = next !== name && scenarioNamed(builder.document(), next) !== undefined;
  const rename = (): void => {
    setTyped(undefined);
    if (next === name || renameScenario(builder.document(), name, next) === undefined) return;
    builder.edit((document) => renameScenario(document, name, next) ?? document);
    if (builder.state.getState().scenario === name) builder.choose(next);
  };
  return (
    <TextField
      label={t('Name')}
      value={typed ?? name}
      error={isTaken ? t('Another scenario is called so') : undefined}
      onChange={setTyped}
      onBlur={rename}
      onKeyDown={(event) => event.key === 'Enter' && rename()}
    />
  );
}

function Verdict({ runId }: { runId: string }) {
  const { reveal } = useBuilderParts();
  const { entry } = useRun(runId);
  return entry?.run ? <ScenarioVerdict run={entry.run} onOpen={reveal} /> : null;
}
