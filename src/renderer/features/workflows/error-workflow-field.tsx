import { Select } from '../../ui/select.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { useWorkflows } from './use-workflows.ts';
import { t } from '../../../words/words.ts';

const usual = '';

/** Which workflow hears of it when a run of this one fails with nobody there. */
export function ErrorWorkflowField() {
  const { builder } = useBuilderParts();
  const own = useBuilderState(({ kept }) => kept.id);
  const wanted = useBuilderState(({ history }) => history.present.errorWorkflow ?? usual);
  const others = (useWorkflows().data ?? []).filter(({ id }) => id !== own);
  const isKnown = wanted === usual || wanted === 'none' || others.some(({ id }) => id === wanted);
  return (
    <Select
      label={t('When it fails with nobody there')}
      hint={t('The other workflow gets what went wrong as input.failure.')}
      value={wanted}
      options={[
        { value: usual, label: t('What the settings say') },
        { value: 'none', label: t('Nothing more') },
        ...(isKnown ? [] : [{ value: wanted, label: t('A workflow that is not there any more') }]),
        ...others.map(({ id, title }) => ({ value: id, label: title, group: t('Run another workflow') })),
      ]}
      onChange={(next) =>
        builder.edit(({ errorWorkflow: _, ...document }) =>
          next === usual ? document : { ...document, errorWorkflow: next },
        )
      }
    />
  );
}
