import { Check, MessageSquarePlus, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { StepComment } from '../../../../contract/canvas.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { t } from '../../../../words/words.ts';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { addComment, commentsAbout, removeComment, resolveComment } from '../document/comments.ts';
import { idOf } from '../document/place.ts';
import { saidName, sayName } from '../together/own-name.ts';

/** What those who build say of a step to each other, the oldest first. */
export function StepComments({ place }: { place: string }) {
  const { builder } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const step = idOf(place);
  const comments = commentsAbout(document, step);
  return (
    <>
      {comments.length === 0 ? (
        <p className="text-sm text-muted">{t('Nothing was said of this step yet. It is kept with the workflow.')}</p>
      ) : (
        <ul aria-label={t('Comments')} className="space-y-3">
          {comments.map((comment) => (
            <Comment
              key={comment.id}
              comment={comment}
              onResolve={(isResolved) => builder.edit((now) => resolveComment(now, comment.id, isResolved))}
              onRemove={() => builder.edit((now) => removeComment(now, comment.id))}
            />
          ))}
        </ul>
      )}
      <NewComment onSay={(text, by) => builder.edit((now) => addComment(now, { step, by, at: Date.now(), text }))} />
    </>
  );
}

interface CommentProps {
  comment: StepComment;
  onResolve: (isResolved: boolean) => void;
  onRemove: () => void;
}

function Comment({ comment: { by, at, text, isResolved }, onResolve, onRemove }: CommentProps) {
  return (
    <li className={classNames('rounded-lg border p-2.5', isResolved && 'bg-sunken')}>
      <div className="flex items-center gap-2 text-2xs text-muted">
        <span className="min-w-0 truncate font-medium text-text">{by}</span>
        <RelativeTime at={at} />
        <span className="ml-auto flex shrink-0">
          <IconButton
            size="sm"
            label={isResolved ? t('Open it again') : t('Resolve')}
            icon={isResolved ? RotateCcw : Check}
            onClick={() => onResolve(isResolved !== true)}
          />
          <IconButton size="sm" label={t('Delete the comment')} icon={Trash2} onClick={onRemove} />
        </span>
      </div>
      <p className={classNames('mt-1 text-sm wrap-anywhere whitespace-pre-wrap', isResolved && 'text-muted')}>{text}</p>
      {isResolved && <p className="mt-1 text-2xs text-muted">{t('Resolved')}</p>}
    </li>
  );
}

function NewComment({ onSay }: { onSay: (text: string, by: string) => void }) {
  const [text, setText] = useState('');
  const [known, setKnown] = useState(saidName);
  const [name, setName] = useState('');
  const by = (known ?? name).trim().slice(0, 80);
  const say = (): void => {
    if (known === undefined && by !== '') {
      sayName(by);
      setKnown(by);
    }
    onSay(text.trim(), by === '' ? t('Somebody') : by);
    setText('');
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') say();
      }}
    >
      <TextArea label={t('Comment')} rows={2} value={text} onChange={(next) => setText(next.slice(0, 4000))} />
      {known === undefined && (
        <TextField
          label={t('Your name')}
          hint={t('So that others know who said it.')}
          value={name}
          onChange={setName}
        />
      )}
      <Button type="submit" size="sm" icon={MessageSquarePlus} disabled={text.trim() === ''}>
        {t('Add the comment')}
      </Button>
    </form>
  );
}
