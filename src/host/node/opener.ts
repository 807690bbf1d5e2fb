import { spawn } from 'node:child_process';
import type { Machine } from '../../station/hosting/folders.ts';

/** The program that shows a file or an address to the person, or null on a machine without a screen. */
export function openerCommand(
  target: string,
  machine: Pick<Machine, 'platform' | 'environment'>,
): { readonly command: string; readonly args: readonly string[] } | null {
  switch (machine.platform) {
    case 'win32':
      // Not `cmd /c start`: it would read `&` in an address as a second command.
      return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', target] };
    case 'darwin':
      return { command: 'open', args: [target] };
    default:
      // Without a screen xdg-open would start a text browser in this very terminal.
      return hasScreen(machine) ? { command: 'xdg-open', args: [target] } : null;
  }
}

/** Whether windows can be shown; always so on Windows and macOS. */
export function hasScreen(machine: Pick<Machine, 'platform' | 'environment'>): boolean {
  const { platform, environment } = machine;
  if (platform === 'win32' || platform === 'darwin') return true;
  return (environment['DISPLAY'] ?? '') !== '' || (environment['WAYLAND_DISPLAY'] ?? '') !== '';
}

/** Shows the file or address; false when this machine has nothing to show it with. Never rejects. */
export async function showToPerson(
  target: string,
  machine: Pick<Machine, 'platform' | 'environment'>,
): Promise<boolean> {
  const opener = openerCommand(target, machine);
  if (opener === null) return false;
  return new Promise((resolve) => {
    const child = spawn(opener.command, opener.args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
