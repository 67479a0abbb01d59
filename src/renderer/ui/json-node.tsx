import { ChevronRight } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { memberPath } from './json-path.ts';
import { RevealedText } from './revealed-text.tsx';
import { plural, t } from '../../words/words.ts';

const membersAtOnce = 100;
const longText = 400;

interface JsonNodeProps {
  name?: string;
  value: unknown;
  path: string;
  openLevels: number;
  dragText?: ((path: string) => string) | undefined;
}

export function JsonNode({ name, value, path, openLevels, dragText }: JsonNodeProps) {
  const [isOpen, setIsOpen] = useState(openLevels > 0);
  const members = membersOf(value);
  const copy = path !== '' && (
    <span className="ml-1 opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100 pointer-coarse:opacity-100">
      <CopyButton text={path} label={t('Copy path {{path}}', { path })} className="-my-1" />
    </span>
  );
  const label = name !== undefined && <span className="text-accent">{name}: </span>;
  if (!members || members.length === 0) {
    return (
      <div
        {...dragged(dragText, path)}
        className={classNames('group/line pl-4 break-words', dragText && 'cursor-grab')}
      >
        {label}
        <Scalar value={value} />
        {copy}
      </div>
    );
  }
  return (
    <div>
      <div
        {...dragged(dragText, path)}
        className={classNames('group/line flex items-center', dragText && 'cursor-grab')}
      >
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-h-6 items-center rounded-sm text-left select-none hover:bg-hover"
        >
          <ChevronRight aria-hidden size={12} className={isOpen ? 'mr-1 rotate-90 text-muted' : 'mr-1 text-muted'} />
          {label}
          <span className="ml-1.5 text-muted">
            {Array.isArray(value)
              ? plural(members.length, { one: '1 item', other: '{{count}} items' })
              : plural(members.length, { one: '1 field', other: '{{count}} fields' })}
          </span>
        </button>
        {copy}
      </div>
      {isOpen && <Members {...{ members, path, openLevels, dragText }} />}
    </div>
  );
}

function dragged(dragText: JsonNodeProps['dragText'], path: string) {
  if (!dragText) return {};
  return {
    draggable: true,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      event.stopPropagation();
      event.dataTransfer.setData('text/plain', dragText(path));
      event.dataTransfer.effectAllowed = 'copy';
    },
  };
}

function Scalar({ value }: { value: unknown }) {
  const [isWhole, setIsWhole] = useState(false);
  if (typeof value !== 'string') {
    return (
      <span className={typeof value === 'number' ? 'text-warning' : 'text-muted'}>
        {JSON.stringify(value) ?? 'undefined'}
      </span>
    );
  }
  const isCut = !isWhole && value.length > longText;
  return (
    <span className="break-all whitespace-pre-wrap text-success">
      &quot;
      <RevealedText text={isCut ? value.slice(0, longText) : value} />
      {isCut ? '…' : '"'}
      {isCut && (
        <Button size="sm" variant="ghost" onClick={() => setIsWhole(true)}>
          {t('Show all {{count}} characters', { count: value.length })}
        </Button>
      )}
    </span>
  );
}

function membersOf(value: unknown): [string | number, unknown][] | undefined {
  if (Array.isArray(value)) return value.map((member, index) => [index, member]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

type MembersProps = Omit<JsonNodeProps, 'name' | 'value'> & { members: [string | number, unknown][] };

function Members({ members, path, openLevels, dragText }: MembersProps) {
  const [shown, setShown] = useState(membersAtOnce);
  return (
    <div className="ml-1.5 border-l pl-2">
      {members.slice(0, shown).map(([key, member]) => (
        <JsonNode
          key={key}
          name={String(key)}
          value={member}
          path={memberPath(path, key)}
          openLevels={openLevels - 1}
          dragText={dragText}
        />
      ))}
      {members.length > shown && (
        <Button size="sm" variant="ghost" onClick={() => setShown(shown + membersAtOnce)}>
          {t('{{count}} more', { count: members.length - shown })}
        </Button>
      )}
    </div>
  );
}
