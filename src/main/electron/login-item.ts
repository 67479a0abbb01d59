import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Started at login Heron stays behind its icon. */
export const hiddenArgument = '--hidden';

/** The part of Electron's app that is used. macOS and Windows keep such a list themselves. */
type LoginList = { setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void };

/** Whether Heron starts when the person logs in. */
export function setStartAtLogin(
  parts: { platform: NodeJS.Platform; app: LoginList; program: string; configFolder: string },
  isWanted: boolean,
): void {
  if (parts.platform !== 'linux') {
    parts.app.setLoginItemSettings({ openAtLogin: isWanted, args: [hiddenArgument] });
    return;
  }
  const file = join(parts.configFolder, 'autostart', 'heron.desktop');
  if (!isWanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, autostartEntry(parts.program));
}

/** As freedesktop.org's desktops read it. An AppImage is started by its own path, not by where it is mounted. */
export function autostartEntry(program: string): string {
  const quoted = `"${program.replaceAll(/["`$\\]/g, String.raw`\$&`)}"`;
  const lines = ['Type=Application', 'Name=Heron', `Exec=${quoted} ${hiddenArgument}`, 'Icon=heron', 'Terminal=false'];
  return `[Desktop Entry]\n${lines.join('\n')}\n`;
}
