import { CircleAlert, TriangleAlert } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { useBuilderParts } from './builder-context.ts';
import { taskAt } from './document/place.ts';
import { titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

/** Each leads to its step. */
export function ProblemList({ onLeave }: { onLeave: () => void }) {
  const { builder, catalogue, problems, reveal } = useBuilderParts();
  return (
    <ul aria-label={t('Problems')}>
      {problems.map(({ message, tone, place, field, undeclared }) => {
        const task = place === undefined ? undefined : taskAt(builder.document(), place);
        const Icon = tone === 'danger' ? CircleAlert : TriangleAlert;
        const go = (): void => {
          onLeave();
          if (place !== undefined) reveal(place);
        };
        return (
          <li key={`${place} ${field} ${message}`}>
            <ListRow
              wraps
              start={<Icon aria-hidden size={15} className={tone === 'danger' ? 'text-danger' : 'text-warning'} />}
              title={message}
              text={task && titleOfStep(task, catalogue)}
              {...(place === undefined ? {} : { onSelect: go })}
              {...(undeclared === undefined ? {} : { actions: <Declare name={undeclared} onLeave={onLeave} /> })}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** The field is nothing until somebody says what it is, or something that starts the workflow gives it. */
function Declare({ name, onLeave }: { name: string; onLeave: () => void }) {
  const { builder } = useBuilderParts();
  const declare = (): void => {
    builder.edit((document) => ({ ...document, input: { ...document.input, [name]: null } }));
    builder.select([]);
    builder.show('about');
    onLeave();
  };
  return (
    <Button size="sm" onClick={declare}>
      {t('Add it')}
      <VisuallyHidden> {t('to the input: {{name}}', { name })}</VisuallyHidden>
    </Button>
  );
}
