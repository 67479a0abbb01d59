import { Trash2, Ungroup } from 'lucide-react';
import type { CanvasFrame } from '../../../../contract/canvas.ts';
import { frameColours } from '../../../../contract/canvas.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { t } from '../../../../words/words.ts';
import type { BuildActions } from '../build-actions.ts';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { changeFrame, frameAround, frameAt, putInFrame } from '../document/frames.ts';
import { titleOfStep } from '../steps.ts';
import { frameColourNames, titleOfFrame } from './frame-words.ts';

/** A frame: what it says, and which steps are in it. */
export function FramePanel({ place, actions }: { place: string; actions: BuildActions }) {
  const { builder } = useBuilderParts();
  const frame = useBuilderState(({ history }) => frameAt(history.present, place));
  if (!frame) return null;
  const change = (part: Partial<CanvasFrame>, field: string): void =>
    builder.edit((document) => changeFrame(document, frame.id, (one) => ({ ...one, ...part })), `${place} ${field}`);
  const names = frameColourNames();
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="py-3 pr-12 pl-4">
        <p className="text-2xs font-medium text-muted">{t('Frame')}</p>
        <h2 className="text-sm font-semibold wrap-anywhere">{titleOfFrame(frame)}</h2>
      </header>
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto p-4">
        <TextField
          label={t('Title')}
          placeholder={t('Frame')}
          value={frame.title}
          onChange={(title) => change({ title: title.slice(0, 200) }, 'title')}
        />
        <Select
          label={t('Colour')}
          value={frame.colour}
          onChange={(colour) => change({ colour: colour as CanvasFrame['colour'] }, 'colour')}
          options={frameColours.map((value) => ({ value, label: names[value] }))}
        />
        <Switch
          label={t('Folded')}
          hint={t('Drawn as one small box.')}
          checked={frame.isFolded === true}
          onChange={(isFolded) => actions.fold(place, isFolded)}
        />
        <Members frame={frame} />
        <div className="flex flex-wrap gap-2">
          <Button size="sm" icon={Ungroup} onClick={() => actions.unframe([place])}>
            {t('Take the frame away')}
          </Button>
          <Button size="sm" icon={Trash2} onClick={() => actions.removeFramed(place)}>
            {t('Delete it with its steps')}
          </Button>
        </div>
      </div>
    </div>
  );
}

const mostOffered = 100;

/** Those that are in it, and those that are in none. */
function Members({ frame }: { frame: CanvasFrame }) {
  const { builder, catalogue } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const isIn = (id: string): boolean => frame.steps.includes(id);
  const free = document.tasks.filter(({ id }) => !frameAround(document, id)).slice(0, mostOffered);
  const tasks = [...document.tasks.filter(({ id }) => isIn(id)), ...free];
  return (
    <fieldset className="space-y-1">
      <legend className="pb-1 text-sm font-medium">{t('Steps in it')}</legend>
      {tasks.map((task) => (
        <Checkbox
          key={task.id}
          label={titleOfStep(task, catalogue)}
          checked={isIn(task.id)}
          disabled={isIn(task.id) && frame.steps.length === 1}
          onChange={(isWanted) => builder.edit((now) => putInFrame(now, [task.id], isWanted ? frame.id : undefined))}
        />
      ))}
    </fieldset>
  );
}
