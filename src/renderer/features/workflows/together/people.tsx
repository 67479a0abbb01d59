import { Users } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { taskAt } from '../document/place.ts';
import { titleOfStep } from '../steps.ts';
import { ownName, sayName } from './own-name.ts';
import { plural, t } from '../../../../words/words.ts';

/** Who else has the workflow open; nothing while nobody has. */
export function People() {
  const people = useBuilderState((state) => state.people);
  const [isOpen, setIsOpen] = useState(false);
  if (people.length === 0) return null;
  return (
    <Popover
      label={t('Who is here')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      align="end"
      trigger={
        <Button size="sm" variant="ghost" icon={Users}>
          {plural(people.length, { one: '{{count}} other here', other: '{{count}} others here' })}
        </Button>
      }
    >
      <ul className="mb-3 flex flex-col gap-1.5 text-sm">
        {people.map(({ seat, name, selection }) => (
          <li key={seat} className="flex items-baseline gap-2">
            <span className="truncate font-medium">{name}</span>
            <Where place={selection[0]} />
          </li>
        ))}
      </ul>
      <OwnName />
      <p className="mt-3 text-xs text-muted">
        {t('What either of you changes is kept at once. Undo takes back only what you did yourself.')}
      </p>
    </Popover>
  );
}

function Where({ place }: { place: string | undefined }) {
  const { catalogue } = useBuilderParts();
  const task = useBuilderState(({ history }) => (place === undefined ? undefined : taskAt(history.present, place)));
  if (!task) return null;
  return (
    <span className="truncate text-xs text-muted">{t('at {{task}}', { task: titleOfStep(task, catalogue) })}</span>
  );
}

function OwnName() {
  const { builder } = useBuilderParts();
  const [name, setName] = useState(ownName);
  const change = (next: string): void => {
    setName(next);
    sayName(next);
    builder.present({ name: ownName(), selection: builder.state.getState().selection.slice(0, 100) });
  };
  return <TextField label={t('Your name here')} value={name} maxLength={80} onChange={change} />;
}
