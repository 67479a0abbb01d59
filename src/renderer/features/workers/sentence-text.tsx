import { sentenceParts } from './open-slots.ts';

/** A sentence to begin with; what is to be filled in looks like a blank of a form. */
export function SentenceText({ sentence }: { sentence: string }) {
  return sentenceParts(sentence).map(({ text, isSlot }, index) =>
    isSlot ? (
      <span key={index} className="rounded-full bg-accent-soft px-1.5 py-px box-decoration-clone text-accent">
        {text}
      </span>
    ) : (
      text
    ),
  );
}
