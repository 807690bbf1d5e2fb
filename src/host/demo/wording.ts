import type { ChildEnd, ChildProblem } from './child.ts';

export interface DemoPerson {
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly pin: string;
}

/** Why a program of the demo is not running, in words, with its last lines indented below. */
export function whyDown(program: string, why: ChildEnd | ChildProblem): string {
  if (!('tag' in why)) return `${program} ended by itself (${endOf(why)}).${indented(why.lastWords)}`;
  switch (why.tag) {
    case 'cannot_run':
      return `${program} cannot be run: ${why.detail}`;
    case 'ended_before_ready':
      return `${program} could not start (${endOf(why.end)}).${indented(why.end.lastWords)}`;
    case 'stopped':
      return `${program} was stopped.`;
    case 'not_ready_in_time':
      return `${program} was not ready in time.${indented(why.lastWords)}`;
  }
}

/** The people of the demo school with their PINs, one line each, or nothing. */
export function peopleText(people: readonly DemoPerson[]): string {
  if (people.length === 0) return '';
  const widest = Math.max(...people.map(({ displayName }) => displayName.length));
  const lines = people.map(
    ({ displayName, roles, pin }) => `    ${displayName.padEnd(widest)}  PIN ${pin}  ${roles.join(', ')}`,
  );
  return `  Sign in as (demo people, demo PINs):\n${lines.join('\n')}\n`;
}

function endOf(end: ChildEnd): string {
  return end.signal === null ? `exit status ${end.code ?? 'unknown'}` : `stopped by ${end.signal}`;
}

function indented(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${lines.map((line) => `      ${line}`).join('\n')}`;
}
