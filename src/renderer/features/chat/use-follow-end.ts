import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { shownQuestionIn } from '../permissions/shown-questions.ts';
import { watchHandScroll } from './hand-scroll.ts';

/** Pixels from the end that still count as being there. */
const nearEnd = 60;

type FollowEnd = {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  toEnd: () => void;
};

/** Pixels of a plan shown above its question. */
const mostAbove = 160;

/** Starts at the end and stays there while the content grows, unless the person has scrolled up; `sent` brings them back. */
export function useFollowEnd(sent: string | undefined): FollowEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);

  // That the end is reached, the scroll event will say.
  const toEnd = useCallback(() => {
    isFollowing.current = true;
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, []);

  useLayoutEffect(toEnd, [toEnd, sent]);
  useEffect(() => {
    const box = scroller.current;
    if (!box || !content.current) return;
    const isNear = (): boolean => followedTop(box) - box.scrollTop < nearEnd;
    const hand = watchHandScroll(box);
    const onScroll = ({ timeStamp }: Event): void => {
      if (isNear() || hand.isByHand(timeStamp)) isFollowing.current = isNear();
      setIsAtEnd(isFollowing.current);
    };
    const observer = new ResizeObserver(() => {
      if (isFollowing.current) box.scrollTop = followedTop(box);
      else setIsAtEnd(isNear());
    });
    observer.observe(content.current);
    observer.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      hand.stop();
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, []);
  return { scroller, content, isAtEnd, toEnd };
}

/** The end, or as near to it as keeps the beginning of a question, and of the plan it is in, on the screen. */
function followedTop(box: HTMLElement): number {
  const end = box.scrollHeight - box.clientHeight;
  const question = shownQuestionIn(box);
  if (!question?.parentElement) return end;
  const topOf = (element: Element): number =>
    element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  return Math.min(end, Math.max(topOf(question.parentElement) - 12, topOf(question) - mostAbove));
}
