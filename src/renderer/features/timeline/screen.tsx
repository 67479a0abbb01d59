export function TimelineScreen(_props: { runId: string | undefined; isReplay: boolean }) {
  return null;
}
