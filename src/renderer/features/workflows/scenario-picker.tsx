import { FlaskConical } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { scenarioNamed } from './document/scenarios.ts';
import { t } from '../../../words/words.ts';

/** What the workflow is run with; there once it has a scenario. */
export function ScenarioPicker() {
  const { builder } = useBuilderParts();
  const scenarios = useBuilderState(({ history }) => history.present.scenarios);
  const chosen = useBuilderState(({ history, scenario }) => scenarioNamed(history.present, scenario)?.name);
  if (!scenarios || scenarios.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button
          size="sm"
          variant="ghost"
          icon={FlaskConical}
          aria-label={t('Scenario: {{name}}', { name: chosen ?? t('none') })}
        >
          <span className="max-w-28 truncate">{chosen ?? t('No scenario')}</span>
        </Button>
      }
      groups={[
        {
          heading: t('Run with'),
          items: [
            {
              ...{ label: t('No scenario'), hint: t('every step is done'), isChecked: chosen === undefined },
              onSelect: () => builder.choose(undefined),
            },
            ...scenarios.map(({ name }) => ({
              ...{ label: name, isChecked: name === chosen },
              onSelect: () => builder.choose(name),
            })),
          ],
        },
        {
          items: [{ label: t('Scenarios and tests'), icon: FlaskConical, onSelect: () => builder.show('scenarios') }],
        },
      ]}
    />
  );
}
