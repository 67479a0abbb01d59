/** Answers that Heron itself offers; all others are a plan's or a worker's words, and stand as they are. */
const own: Readonly<Record<string, string>> = {
  approve: 'Approve',
  reject: 'Reject',
  retry: 'Retry',
  skip: 'Skip',
  abort: 'Abort',
};

export function answerLabel(choice: string): string {
  return Object.hasOwn(own, choice) ? (own[choice] ?? choice) : choice;
}
