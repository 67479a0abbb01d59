import { Search, Star } from 'lucide-react';
import { useMemo, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useBuilderParts } from './builder-context.ts';
import { toggleFavourite, useFavourites } from './favourites.ts';
import { type PaletteStep, searchSteps, stepGroups } from './steps.ts';
import { triggerSteps } from './triggers/trigger-words.ts';
import { usePaletteDragging } from './use-palette-drag.ts';
import { t } from '../../../words/words.ts';

interface PaletteProps {
  onAdd: (step: PaletteStep) => void;
}

/** Everything that can be added: dragged onto the canvas, or pressed. */
export function StepPalette({ onAdd }: PaletteProps) {
  const { catalogue } = useBuilderParts();
  const [text, setText] = useState('');
  const favourites = useFavourites();
  const groups = useMemo(
    () => searchSteps(stepGroups(catalogue, { triggers: triggerSteps(), favourites }), text),
    [catalogue, favourites, text],
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="p-3 pb-2">
        <TextField
          type="search"
          label={t('Find a step')}
          isLabelHidden
          placeholder={t('Find a step')}
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
        aria-label={t('Steps to add')}
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-3 focus-visible:-outline-offset-2"
      >
        {groups.length === 0 && (
          <p className="px-2 py-4 text-sm text-muted">{t('No step matches “{{text}}”.', { text })}</p>
        )}
        {groups.map(({ heading, steps }) => (
          <section key={heading} aria-label={heading} className="pt-2">
            <h2 className="px-2 pb-1 text-2xs font-medium text-muted">{heading}</h2>
            <ul>
              {steps.map((step) => (
                <PaletteRow key={step.id} {...{ step, onAdd }} isMarked={favourites.includes(step.id)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

/** With what it does, where its title alone does not say it; marked and unmarked with the star, or the F key. */
function PaletteRow({ step, isMarked, onAdd }: PaletteProps & { step: PaletteStep; isMarked: boolean }) {
  const dragging = usePaletteDragging();
  const hasText = step.task?.action === undefined;
  return (
    <li className="group relative rounded-md hover:bg-hover focus-within:bg-hover">
      <button
        type="button"
        aria-label={
          hasText
            ? t('Add {{title}} {{text}}', { title: step.title, text: step.text })
            : t('Add {{title}}', { title: step.title })
        }
        aria-keyshortcuts="F"
        onClick={() => onAdd(step)}
        onKeyDown={(event) => {
          if (event.key !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          toggleFavourite(step.id);
        }}
        onPointerDown={(event) => dragging?.begin(step, event)}
        // Always with room for the star: words that break anew would move the rows under the pointer.
        className="flex w-full cursor-grab touch-none items-center gap-2.5 rounded-md py-1.5 pr-8 pl-2 text-left select-none focus-visible:-outline-offset-2 active:cursor-grabbing"
      >
        <step.icon
          aria-hidden
          size={15}
          strokeWidth={1.75}
          className={classNames('shrink-0', step.starts ? 'text-accent' : 'text-muted')}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm">{step.title}</span>{' '}
          {hasText && <span className="line-clamp-2 text-2xs text-muted">{step.text}</span>}
        </span>
      </button>
      <button
        type="button"
        // The F key does the same: a second stop at each of hundreds of steps would keep everybody from getting on.
        tabIndex={-1}
        aria-label={t('Favourite: {{title}}', { title: step.title })}
        aria-pressed={isMarked}
        onClick={() => toggleFavourite(step.id)}
        className={classNames(
          'absolute top-1/2 right-1 flex size-6 -translate-y-1/2 items-center justify-center rounded-md hover:text-accent',
          isMarked ? 'text-accent' : 'text-muted opacity-0 group-focus-within:opacity-100 group-hover:opacity-100',
        )}
      >
        <Star aria-hidden size={14} strokeWidth={1.75} fill={isMarked ? 'currentColor' : 'none'} />
      </button>
    </li>
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
      className={classNames(
        'pointer-events-none fixed z-50 flex h-[52px] w-60 items-center gap-2.5 border border-accent bg-raised px-2.5 shadow-overlay',
        step.starts ? 'rounded-l-[28px] rounded-r-lg' : 'rounded-lg',
      )}
      style={{ left: x - 40, top: y - 26 }}
    >
      <span
        className={classNames(
          'flex size-8 items-center justify-center',
          step.starts ? 'rounded-full bg-accent-soft text-accent' : 'rounded-md bg-sunken text-muted',
        )}
      >
        <step.icon size={16} strokeWidth={1.75} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{step.title}</span>
        <span className="block truncate text-2xs text-muted">{step.text}</span>
      </span>
    </div>
  );
}
