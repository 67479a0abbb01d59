import { useEffect, useState } from 'react';

/** The text as it was when the typing last paused; an empty one counts at once. */
export function useSettledText(text: string, pauseMs = 200): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [text, pauseMs]);
  return settled;
}
