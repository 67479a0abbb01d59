import { Brain } from 'lucide-react';
import { useState } from 'react';
import type { ModelOption } from '../../../contract/spending.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { t } from '../../../words/words.ts';

interface ModelPickerProps {
  threadKey: string;
  /** The model the conversation was given. */
  chosen: string | undefined;
  /** What answers without one. */
  usual: string;
}

/** Gives a conversation a model of its own, or takes it back. */
export function ModelPicker({ threadKey, chosen, usual }: ModelPickerProps) {
  const { engine, chat } = useHeron();
  const [options, setOptions] = useState<ModelOption[]>([]);
  const load = useAction(t('Could not ask which models there are'), async () => {
    setOptions(await engine.client.spending.options({}));
  });
  const choose = useAction(t('Could not choose the model'), chat.chooseModel);
  const names = [...new Set([...options.map(({ model }) => model), ...(chosen === undefined ? [] : [chosen])])];
  const items: MenuItem[] = names.map((model) => {
    const note = options.find((each) => each.model === model)?.note;
    return {
      label: model,
      isChecked: model === chosen,
      onSelect: () => void choose.run(threadKey, model),
      ...(note === undefined ? {} : { hint: note }),
    };
  });
  return (
    <Menu
      align="start"
      onOpen={() => void load.run()}
      trigger={
        <IconButton
          icon={Brain}
          label={
            chosen === undefined
              ? t('Model of this conversation: usual, {{usual}}', { usual: usual ?? '' })
              : t('Model of this conversation: {{chosen}}', { chosen })
          }
        />
      }
      groups={[
        {
          heading: t('In this conversation'),
          items: [
            {
              label: t('The usual one'),
              hint: usual,
              isChecked: chosen === undefined,
              onSelect: () => void choose.run(threadKey, undefined),
            },
          ],
        },
        ...(items.length > 0 ? [{ heading: t('Always this one'), items }] : []),
      ]}
    />
  );
}
