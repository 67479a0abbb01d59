import { Link2 } from 'lucide-react';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { fieldDrop } from '../field-drop.ts';
import { useInsertGroups } from '../use-insert-groups.ts';
import { WrittenField } from './written-field.tsx';
import { t } from '../../../../words/words.ts';

interface ExpressionFieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  place: string;
  value: string;
  /** Undefined when it is emptied. */
  onChange: (value: string | undefined) => void;
  /** A text with `{{ }}` in it, and not an expression by itself. */
  isText?: boolean;
}

const anything = {};

/** An expression of a step, with what it gives now. */
export function ExpressionField({ label, hint, error, place, value, onChange, isText = false }: ExpressionFieldProps) {
  const insert = (expression: string): void => {
    const bare = expression.slice(2, -2).trim();
    const added = isText ? expression : bare;
    onChange(value === '' ? added : `${value} ${added}`);
  };
  const groups = useInsertGroups(place, anything, insert);
  return (
    <div className="relative space-y-1.5" {...fieldDrop(insert)}>
      {groups.length > 0 && (
        <div className="absolute -top-1 right-0">
          <Menu
            trigger={<IconButton size="sm" label={t('Put in what a step gives: {{label}}', { label })} icon={Link2} />}
            groups={groups}
          />
        </div>
      )}
      <WrittenField
        {...{ label, hint, error, place, value }}
        writtenIn={isText ? 'template' : 'expression'}
        onChange={(text) => onChange(text === '' ? undefined : text)}
      />
    </div>
  );
}
