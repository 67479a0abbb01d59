export function WorkersScreen(_props: { workerId: string | undefined }) {
  return null;
}
