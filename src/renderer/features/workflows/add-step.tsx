import { CommandPalette } from '../../ui/command-palette.tsx';
import { useBuilderParts } from './builder-context.ts';
import { type PaletteStep, stepGroups } from './steps.ts';

interface AddStepProps {
  isOpen: boolean;
  onClose: () => void;
  onAdd: (step: PaletteStep) => void;
}

/** What is to be added, by typing. */
export function AddStep({ isOpen, onClose, onAdd }: AddStepProps) {
  const { catalogue } = useBuilderParts();
  const groups = stepGroups(catalogue).map(({ heading, steps }) => ({
    heading,
    items: steps.map((step) => ({
      ...{ id: step.id, label: step.title, icon: step.icon },
      ...(heading === 'Flow' ? { hint: step.text } : {}),
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
      placeholder="Which step?"
      emptyText="No step matches."
    />
  );
}
