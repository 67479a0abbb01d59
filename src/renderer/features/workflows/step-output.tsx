import { Pin, PinOff, Target } from 'lucide-react';
import { useState } from 'react';
import type { Json } from '../../../contract/json.ts';
import { Button } from '../../ui/button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { expectOutput, freeScenarioName, pin, scenarioNamed } from './document/scenarios.ts';
import { JsonField } from './json-field.tsx';
import { LastOutputView } from './last-output.tsx';
import { t } from '../../../words/words.ts';

/** What a step gave, what it gives in the chosen scenario without being done, and what it is to give there. */
export function StepOutput({ place }: { place: string }) {
  const isOwn = !place.includes('/');
  return (
    <div className="space-y-4">
      {isOwn && <InScenario id={place} />}
      <LastOutputView place={place} />
    </div>
  );
}

function InScenario({ id }: { id: string }) {
  const { builder } = useBuilderParts();
  const scenario = useBuilderState(({ history, scenario: name }) => scenarioNamed(history.present, name));
  const last = useBuilderState(({ outputs }) => outputs[id]?.output);
  const pinned = scenario?.pins?.[id];
  const expected = scenario?.expected?.[id];
  const inChosen = (change: typeof pin, output: Json | undefined): void => {
    const name = scenario?.name ?? freeScenarioName(builder.document());
    builder.edit((document) => change(document, name, id, output), `${name} ${id}`);
    builder.choose(name);
  };
  if (scenario && pinned !== undefined) {
    return (
      <Known
        {...{ id, value: pinned, icon: Pin, label: t('What it gives') }}
        title={t('Pinned in “{{name}}”', { name: scenario.name })}
        text={t('In this scenario it is not done, and gives this.')}
        onChange={(value) => inChosen(pin, value)}
        removeLabel={t('Unpin')}
      />
    );
  }
  return (
    <div className="space-y-3">
      {scenario && expected !== undefined && (
        <Known
          {...{ id, value: expected, icon: Target, label: t('What it is to give') }}
          title={t('Expected in “{{name}}”', { name: scenario.name })}
          text={t('Of a record only the fields that stand here are compared.')}
          onChange={(value) => inChosen(expectOutput, value)}
          removeLabel={t('Expect nothing')}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={Pin} onClick={() => inChosen(pin, last ?? {})}>
          {last === undefined ? t('Pin an output') : t('Pin this output')}
        </Button>
        {scenario && expected === undefined && last !== undefined && (
          <Button size="sm" icon={Target} onClick={() => inChosen(expectOutput, last)}>
            {t('Expect this')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface KnownProps {
  id: string;
  title: string;
  text: string;
  label: string;
  icon: typeof Pin;
  value: Json;
  onChange: (value: Json | undefined) => void;
  removeLabel: string;
}

/** A value of a scenario, to be looked at and to be written. */
function Known({ title, text, label, icon: Icon, value, onChange, removeLabel }: KnownProps) {
  const [isWriting, setIsWriting] = useState(false);
  return (
    <section aria-label={title} className="space-y-2 rounded-lg border border-accent/35 bg-accent-soft/40 p-3">
      <h3 className="flex items-center gap-1.5 text-sm font-medium">
        <Icon aria-hidden size={14} className="text-accent" />
        {title}
      </h3>
      <p className="text-xs text-muted">{text}</p>
      {isWriting ? (
        // An empty field would take it out, which has a button of its own.
        <JsonField {...{ label, value }} onChange={(next) => next !== undefined && onChange(next)} />
      ) : (
        <JsonView value={value} label={label} openLevels={2} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => setIsWriting(!isWriting)}>
          {isWriting ? t('Done') : t('Edit')}
        </Button>
        <Button size="sm" variant="ghost" icon={PinOff} onClick={() => onChange(undefined)}>
          {removeLabel}
        </Button>
      </div>
    </section>
  );
}
