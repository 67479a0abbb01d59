import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { TextField } from '../../ui/text-field.tsx';
import { useBuilderParts } from './builder-context.ts';
import { type PaletteStep, searchSteps, stepGroups } from './steps.ts';
import { usePaletteDragging } from './use-palette-drag.ts';

interface PaletteProps {
  onAdd: (step: PaletteStep) => void;
}

/** Everything that can be a step: dragged onto the canvas, or pressed. */
export function StepPalette({ onAdd }: PaletteProps) {
  const { catalogue } = useBuilderParts();
  const [text, setText] = useState('');
  const groups = useMemo(() => searchSteps(stepGroups(catalogue), text), [catalogue, text]);
  const dragging = usePaletteDragging();
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="p-3 pb-2">
        <TextField
          type="search"
          label="Find a step"
          isLabelHidden
          placeholder="Find a step"
          icon={Search}
          value={text}
          onChange={setText}
          onKeyDown={(event) => {
            const first = groups[0]?.steps[0];
            if (event.key !== 'Enter' || text === '' || !first) return;
            event.preventDefault();
            onAdd(first);
          }}
        />
      </div>
      <div
        tabIndex={0}
        role="group"
        aria-label="Steps to add"
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-3 focus-visible:-outline-offset-2"
      >
        {groups.length === 0 && <p className="px-2 py-4 text-sm text-muted">No step matches “{text}”.</p>}
        {groups.map(({ heading, steps }) => (
          <section key={heading} aria-label={heading} className="pt-2">
            <h2 className="px-2 pb-1 text-2xs font-medium text-muted">{heading}</h2>
            <ul>
              {steps.map((step) => (
                <li key={step.id}>
                  <button
                    type="button"
                    aria-label={heading === 'Flow' ? `Add ${step.title} ${step.text}` : `Add ${step.title}`}
                    onClick={() => onAdd(step)}
                    onPointerDown={(event) => dragging?.begin(step, event)}
                    className="flex w-full cursor-grab touch-none items-center gap-2.5 rounded-md px-2 py-1.5 text-left select-none hover:bg-hover focus-visible:-outline-offset-2 active:cursor-grabbing"
                  >
                    <step.icon aria-hidden size={15} strokeWidth={1.75} className="shrink-0 text-muted" />
                    <span className="min-w-0 flex-1">
                      <span className="block truncate text-sm">{step.title}</span>
                      {heading === 'Flow' && <span className="block truncate text-2xs text-muted">{step.text}</span>}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

/** What is dragged, under the pointer. */
export function DraggedStep() {
  const drag = usePaletteDragging()?.drag;
  if (!drag) return null;
  const { step, x, y } = drag;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-50 flex h-[52px] w-60 items-center gap-2.5 rounded-lg border border-accent bg-raised px-2.5 shadow-overlay"
      style={{ left: x - 40, top: y - 26 }}
    >
      <span className="flex size-8 items-center justify-center rounded-md bg-sunken text-muted">
        <step.icon size={16} strokeWidth={1.75} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{step.title}</span>
        <span className="block truncate text-2xs text-muted">{step.text}</span>
      </span>
    </div>
  );
}
