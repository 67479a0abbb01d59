import { CommandPalette } from '../../ui/command-palette.tsx';
import { useBuilderParts } from './builder-context.ts';
import { useFavourites } from './favourites.ts';
import { type PaletteStep, stepGroups } from './steps.ts';
import { triggerSteps } from './triggers/trigger-words.ts';
import { t } from '../../../words/words.ts';

interface AddStepProps {
  isOpen: boolean;
  onClose: () => void;
  onAdd: (step: PaletteStep) => void;
}

/** What is to be added, by typing. */
export function AddStep({ isOpen, onClose, onAdd }: AddStepProps) {
  const { catalogue } = useBuilderParts();
  const favourites = useFavourites();
  const groups = stepGroups(catalogue, { triggers: triggerSteps(), favourites }).map(({ heading, steps }) => ({
    heading,
    items: steps.map((step) => ({
      ...{ id: `${heading} ${step.id}`, label: step.title, icon: step.icon },
      ...(step.task?.action === undefined ? { hint: step.text } : {}),
      // The words of an action's description would find it for anything.
      keywords: step.task?.action === undefined ? step.keywords.split(' ') : [heading],
      onSelect: () => onAdd(step),
    })),
  }));
  return (
    <CommandPalette
      isOpen={isOpen}
      onOpenChange={onClose}
      groups={groups}
      placeholder={t('Which step?')}
      emptyText={t('No step matches.')}
    />
  );
}
