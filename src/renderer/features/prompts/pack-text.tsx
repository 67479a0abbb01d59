import { promptSlots, type PackPart, type PromptPack } from '../../../contract/prompts.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { t } from '../../../words/words.ts';

const partNames = (): Record<PackPart, string> => ({
  persona: t('Persona'),
  rubric: t('What good work is'),
  context: t('Where it works'),
  task: t('The task'),
  guardrails: t('Guardrails'),
});

/** The parts of a pack, as they stand in its files. */
export function PackText({ pack: { title, parts } }: { pack: PromptPack }) {
  if (parts.length === 0) {
    return <p className="text-xs text-muted">{t('Nothing of this pack: Heron’s own rules are all a model hears.')}</p>;
  }
  return (
    <Disclosure title={t('What “{{title}}” says', { title })}>
      <div className="space-y-3">
        <p className="text-xs text-muted">
          {t('{{slots}} stand for what there is at the moment a model is asked.', {
            slots: promptSlots.map((slot) => `<${slot}>`).join(', '),
          })}
        </p>
        {parts.map(({ part, text }) => (
          <section key={part} className="space-y-1.5">
            <h3 className="text-sm font-medium">{partNames()[part]}</h3>
            <CodeBlock label={partNames()[part]} code={text} wraps />
          </section>
        ))}
      </div>
    </Disclosure>
  );
}
