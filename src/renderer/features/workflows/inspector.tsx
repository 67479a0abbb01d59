import { Code, Copy, Ellipsis, Play, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Json } from '../../../contract/json.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { ControlForm } from './control-form.tsx';
import { isBlank, renameTask } from './document/edit.ts';
import { idOf, listOf, taskAt, withTask } from './document/place.ts';
import { ErrorWorkflowField } from './error-workflow-field.tsx';
import { InputField } from './input-field.tsx';
import { JsonField } from './json-field.tsx';
import { inputPorts } from './ports.ts';
import { type Problem, problemsAt } from './problems.ts';
import { StepFlowForm } from './step-flow-form.tsx';
import { StepOutput } from './step-output.tsx';
import type { StepFormProps } from './step-form.ts';
import { titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

/** Seldom looked at. */
const StepComments = lazy(async () => {
  const { StepComments: view } = await import('./comments/step-comments.tsx');
  return { default: view };
});

const JsonDialog = lazy(async () => ({ default: (await import('./json-dialog.tsx')).JsonDialog }));

function Comments({ place }: { place: string }) {
  return (
    <Suspense fallback={<Skeleton lines={2} label={t('Loading the comments')} />}>
      <StepComments place={place} />
    </Suspense>
  );
}

interface StepInspectorProps {
  place: string;
  actions: BuildActions;
  onRun: (part: { upTo: string } | { only: string }) => void;
}

type Part = 'setup' | 'flow' | 'output' | 'comments';

/** All that can be said of one step. */
export function StepInspector({ place, actions, onRun }: StepInspectorProps) {
  const { builder, problems, comments } = useBuilderParts();
  const task = useBuilderState(({ history }) => taskAt(history.present, place));
  const [part, setPart] = useState<Part>('setup');
  if (!task) return null;
  if (isBlank(task) && listOf(place) !== '') {
    return (
      <p className="p-4 pr-12 text-sm text-muted">
        {t('Nothing is in here yet. Add a step while this one is selected.')}
      </p>
    );
  }
  const own = problemsAt(problems, place);
  const open = comments.get(idOf(place));
  const counted = open === undefined ? {} : { count: open };
  const form: StepFormProps = {
    ...{ place, task },
    errorOf: (field) => own.find(({ tone, field: path }) => tone === 'danger' && isAbout(path, field))?.message,
    onChange: (step, field) =>
      builder.edit((document) => withTask(document, place, step), field === '' ? undefined : `${place} ${field}`),
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Head {...{ place, task, actions, onRun }} />
      <Tabs<Part>
        label={t('Parts of the step')}
        className="flex-1"
        panelClassName="space-y-4 overflow-y-auto p-4"
        value={part}
        onChange={setPart}
        tabs={[
          { id: 'setup', label: t('Setup'), content: <Setup {...form} problems={own} /> },
          {
            ...{ id: 'flow', label: t('Flow') },
            content: (
              <>
                <StepFlowForm {...form} actions={actions} />
                <NameField key={place} place={place} />
              </>
            ),
          },
          { id: 'output', label: t('Last output'), content: <StepOutput place={place} /> },
          { id: 'comments', label: t('Comments'), ...counted, content: <Comments place={place} /> },
        ]}
      />
    </div>
  );
}

/** Fields that have a control of their own, at which it is said what is wrong with them. */
const withControl = /^(input|when|retry|switch|forEach|wait|template|value|agent)\b/;

function Setup({ problems, ...form }: StepFormProps & { problems: readonly Problem[] }) {
  const { catalogue } = useBuilderParts();
  const { place, task, errorOf, onChange } = form;
  const untold = problems.filter(({ tone, field }) => tone === 'warning' || !withControl.test(field));
  return (
    <>
      {untold.length > 0 && (
        <Notice tone={untold.some(({ tone }) => tone === 'danger') ? 'danger' : 'warning'}>
          <ul className="space-y-1">
            {untold.map(({ message, field }) => (
              <li key={`${field} ${message}`} className="wrap-anywhere">
                {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <TitleField task={task} onChange={onChange} />
      {inputPorts(task, catalogue).map((port) => (
        <InputField
          key={port.name}
          {...{ port, place, value: task.input?.[port.name], error: errorOf(`input.${port.name}`) }}
          onChange={(value) => onChange((now) => withInput(now, port.name, value), `input.${port.name}`)}
        />
      ))}
      <ControlForm {...form} />
    </>
  );
}

function withInput({ input = {}, ...rest }: Task, name: string, value: Json | undefined): Task {
  const { [name]: _, ...others } = input;
  return { ...rest, input: value === undefined ? others : { ...input, [name]: value } };
}

/** An issue of `input.files.2` is shown at the field `input.files`. */
function isAbout(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

function Head({ place, task, actions, onRun }: StepInspectorProps & { task: Task }) {
  const { catalogue } = useBuilderParts();
  const [isWriting, setIsWriting] = useState(false);
  const isOwn = listOf(place) === '';
  const whole = isOwn
    ? [
        { label: t('Run to here'), icon: Play, onSelect: () => onRun({ upTo: task.id }) },
        {
          label: t('Run this step'),
          hint: t('with what the others gave last time'),
          icon: Play,
          onSelect: () => onRun({ only: task.id }),
        },
      ]
    : [];
  return (
    <header className="flex items-start gap-2 py-2.5 pr-10 pl-4">
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-sm font-semibold">{titleOfStep(task, catalogue)}</h2>
        <p className="line-clamp-2 text-xs text-muted">
          {catalogue.action(task.action)?.action.description ?? task.id}
        </p>
      </div>
      <Menu
        trigger={<IconButton label={t('More for this step')} icon={Ellipsis} />}
        groups={[
          ...(whole.length > 0 ? [{ items: whole }] : []),
          {
            items: [
              { label: t('Duplicate'), icon: Copy, keys: 'Mod+D', onSelect: () => actions.duplicate([place]) },
              { label: t('Edit as JSON'), icon: Code, onSelect: () => setIsWriting(true) },
            ],
          },
          {
            items: [
              {
                label: t('Delete'),
                icon: Trash2,
                tone: 'danger',
                keys: 'Delete',
                onSelect: () => actions.remove([place]),
              },
            ],
          },
        ]}
      />
      {isWriting && (
        <Suspense>
          <JsonDialog place={place} task={task} onClose={() => setIsWriting(false)} />
        </Suspense>
      )}
    </header>
  );
}

function TitleField({ task, onChange }: Pick<StepFormProps, 'task' | 'onChange'>) {
  const { catalogue } = useBuilderParts();
  return (
    <TextField
      label={t('Title')}
      placeholder={catalogue.action(task.action)?.action.title ?? task.id}
      value={task.title ?? ''}
      onChange={(title) => onChange(({ title: _, ...rest }) => (title === '' ? rest : { ...rest, title }), 'title')}
    />
  );
}

/** What other steps call it; they call it so from then on. */
function NameField({ place }: { place: string }) {
  const { builder } = useBuilderParts();
  const [typed, setTyped] = useState<string>();
  const id = typed ?? idOf(place);
  const rename = (): void => {
    setTyped(undefined);
    const renamed = renameTask(builder.document(), place, id);
    if (!renamed || renamed.place === place) return;
    builder.edit(() => renamed.document);
    builder.select([renamed.place]);
  };
  const isTaken = id !== idOf(place) && !renameTask(builder.document(), place, id);
  return (
    <TextField
      label={t('Name in expressions')}
      isMono
      value={id}
      error={isTaken ? t('It is taken, or no name of small letters, digits and _') : undefined}
      onChange={setTyped}
      onBlur={rename}
      onKeyDown={(event) => event.key === 'Enter' && rename()}
    />
  );
}

/** What steps see as `input` where whatever starts it gives no other. */
function PlanInputField() {
  const { builder } = useBuilderParts();
  const input = useBuilderState(({ history }) => history.present.input);
  return (
    <JsonField
      label={t('Input')}
      hint={t('Fields that steps see as input, as JSON. What starts the workflow may give others.')}
      value={input}
      onChange={(value) =>
        builder.edit(({ input: _, ...document }) => {
          const isInput = typeof value === 'object' && value !== null && !Array.isArray(value);
          return isInput ? { ...document, input: value } : document;
        }, 'input')
      }
    />
  );
}

/** What the workflow says of itself, while no step is chosen. */
export function DocumentInspector() {
  const { builder } = useBuilderParts();
  const description = useBuilderState(({ history }) => history.present.canvas?.description ?? '');
  return (
    <div className="space-y-4 overflow-y-auto p-4">
      <h2 className="text-sm font-semibold">{t('About this workflow')}</h2>
      <TextArea
        label={t('What it is for')}
        value={description}
        onChange={(text) =>
          builder.edit((document) => {
            const { description: _, ...canvas } = document.canvas ?? {};
            return { ...document, canvas: text === '' ? canvas : { ...canvas, description: text } };
          }, 'description')
        }
      />
      <PlanInputField />
      <ErrorWorkflowField />
      <p className="text-sm text-muted">
        {t(
          'Choose a step to set it up. Drag one from the left, or press it; drag from a step’s right edge to what comes after it.',
        )}
      </p>
    </div>
  );
}
