export function SettingsScreen(_props: { tab: string }) {
  return null;
}
