/** Questions that are on the page now; to look for them in a long conversation in every frame would take longer than to draw it. */
const shown = new Set<HTMLElement>();

/** Returns what ends it. */
export function addShownQuestion(element: HTMLElement): () => void {
  shown.add(element);
  return () => shown.delete(element);
}

/** The first one inside of something. */
export function shownQuestionIn(box: HTMLElement): HTMLElement | undefined {
  const [first, ...others] = [...shown].filter((element) => box.contains(element));
  return others.reduce((one, other) => (one && isBefore(other, one) ? other : one), first);
}

function isBefore(one: Node, other: Node): boolean {
  return (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
}
