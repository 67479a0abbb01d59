/** How far looking for a newer Heron is; shown in the menu beside the clock. */
export type UpdateState =
  | { is: 'idle' }
  | { is: 'looking' }
  | { is: 'fetching'; version: string; fraction: number }
  | { is: 'placed'; version: string }
  | { is: 'failed'; because: string };

const longest = 80;

export function updateText(state: UpdateState): string {
  switch (state.is) {
    case 'idle':
      return 'Look for a newer Heron';
    case 'looking':
      return 'Looking for a newer Heron…';
    case 'fetching':
      return `Fetching Heron ${state.version} (${Math.floor(state.fraction * 100)}%)`;
    case 'placed':
      return `Heron ${state.version} is used from the next start on`;
    case 'failed':
      return `Look for a newer Heron again (${shortened(state.because)})`;
  }
}

/** Whether a click in that line looks once more. */
export function canLook({ is }: UpdateState): boolean {
  return is === 'idle' || is === 'failed';
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
