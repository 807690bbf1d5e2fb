import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { FeedEmergency } from '../../contract/central/feed.ts';
import { openRemote, readable, RemoteRefused } from './remote.ts';
import type { Remote, RemoteFlags } from './remote.ts';

type Flags = RemoteFlags & { readonly json?: boolean } & Readonly<Record<string, unknown>>;

/** What a command asks of a running central. */
type Ask = (remote: Remote, args: readonly string[], flags: Flags) => Promise<unknown>;

interface Task {
  readonly usage: string;
  readonly about: string;
  readonly options?: readonly (readonly [string, string])[];
  readonly example?: string;
  readonly ask: Ask;
}

const seg = (text: string | undefined): string => encodeURIComponent(text ?? '');
const reason = ['--reason <text>', 'why; stays on record'] as const;
const by = ['--by <name>', 'who does it'] as const;

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new RemoteRefused(`The file ${file} cannot be read.`, { cause });
  }
}

const tasks: readonly Task[] = [
  {
    usage: 'courses',
    about: 'Courses with their certificates',
    ask: (remote) => remote.call('GET', '/v1/courses'),
  },
  {
    usage: 'needs-attention',
    about: 'Completions that could not be issued, and why',
    ask: (remote) => remote.call('GET', '/v1/needs-attention'),
  },
  {
    usage: 'import <file>',
    about: 'Completions from a CSV file; --dry-run only reports every bad line',
    options: [['--dry-run', 'change nothing']],
    example: 'central import november.csv --dry-run',
    ask: async (remote, [file], flags) =>
      remote.call('POST', '/v1/import', {
        csv: await textOf(file ?? ''),
        dryRun: flags['dryRun'] === true,
      }),
  },
  {
    usage: 'eligibility <learner> <course>',
    about: 'Each condition of a certificate, met or not, and why',
    ask: (remote, [learner, course]) =>
      remote.call('GET', `/v1/learners/${seg(learner)}/courses/${seg(course)}`),
  },
  {
    usage: 'issue <learner> <course>',
    about: 'Issue a certificate that is earned',
    ask: (remote, [learnerId, courseId]) => remote.call('POST', '/v1/certificates', { learnerId, courseId }),
  },
  {
    usage: 'certificate <id>',
    about: 'A certificate and everything that happened to it',
    ask: (remote, [id]) => remote.call('GET', `/v1/certificates/${seg(id)}`),
  },
  {
    usage: 'revoke <id>',
    about: 'Revoke a certificate for ever',
    options: [['--category <word>', 'refund, error, fraud, request or other'], reason],
    example: 'central revoke 0190… --category error --reason "Issued to the wrong learner"',
    ask: (remote, [id], flags) =>
      remote.call('POST', `/v1/certificates/${seg(id)}/revoke`, {
        category: flags['category'],
        reason: flags['reason'],
      }),
  },
  {
    usage: 'suspend <id>',
    about: 'Let a certificate not count for a time',
    options: [reason],
    ask: (remote, [id], flags) =>
      remote.call('POST', `/v1/certificates/${seg(id)}/suspend`, { reason: flags['reason'] }),
  },
  {
    usage: 'reinstate <id>',
    about: 'Let a suspended certificate count again',
    options: [reason],
    ask: (remote, [id], flags) =>
      remote.call('POST', `/v1/certificates/${seg(id)}/reinstate`, { reason: flags['reason'] }),
  },
  {
    usage: 'reissue <id>',
    about: 'Replace a certificate by a new one, with another name where one is given',
    options: [['--name <text>', 'the name on the new one'], reason],
    example: 'central reissue 0190… --name "Ada Reed" --reason "Misspelt"',
    ask: (remote, [id], flags) =>
      remote.call('POST', `/v1/certificates/${seg(id)}/reissue`, {
        issuedName: flags['name'],
        reason: flags['reason'],
      }),
  },
  {
    usage: 'override <learner> <course>',
    about: 'Issue against the conditions; two people stand for it',
    options: [
      ['--completed <date>', 'completion date, YYYY-MM-DD'],
      reason,
      by,
      ['--approved-by <name>', 'the second person'],
    ],
    ask: (remote, [learnerId, courseId], flags) =>
      remote.call('POST', '/v1/certificates/override', {
        learnerId,
        courseId,
        completionDate: flags['completed'],
        reason: flags['reason'],
        by: flags['by'],
        approvedBy: flags['approvedBy'],
      }),
  },
  {
    usage: 'control-numbers',
    about: 'The ranges that regulators gave, and how many numbers are left',
    ask: (remote) => remote.call('GET', '/v1/control-numbers'),
  },
  {
    usage: 'emergencies',
    about: 'The emergency switches that are on',
    ask: (remote) => remote.call('GET', '/v1/emergencies'),
  },
  {
    usage: 'start-emergency <kind>',
    about: 'Switch on pause_issuance, digital_only or hold_shipping',
    options: [
      reason,
      by,
      ['--until <time>', 'ends by itself then, as 2026-11-20T18:00Z; else somebody ends it'],
    ],
    example: 'central start-emergency hold_shipping --reason "Carrier on strike" --by "Vera"',
    ask: async (remote, [kind], flags) => {
      const until = flags['until'];
      const endsAt = typeof until === 'string' ? Date.parse(until) : null;
      if (Number.isNaN(endsAt))
        throw new RemoteRefused(`--until: ${String(until)} is no time, as 2026-11-20T18:00Z is.`);
      return remote.call('POST', '/v1/emergencies', {
        kind,
        reason: flags['reason'],
        startedBy: flags['by'],
        endsAt,
      });
    },
  },
  {
    usage: 'end-emergency <id>',
    about: 'Switch an emergency off',
    options: [by],
    ask: (remote, [id], flags) =>
      remote.call('POST', `/v1/emergencies/${seg(id)}/end`, { endedBy: flags['by'] }),
  },
  {
    usage: 'learner <id>',
    about: 'Everything that is kept about a learner',
    ask: (remote, [id]) => remote.call('GET', `/v1/learners/${seg(id)}/data`),
  },
  {
    usage: 'erase <learner>',
    about:
      'Erase what may go of a learner’s data, and say what stays and why; without --for-real nothing is erased',
    options: [reason, by, ['--for-real', 'erase it']],
    ask: (remote, [id], flags) =>
      remote.call('POST', `/v1/learners/${seg(id)}/erase`, {
        reason: flags['reason'],
        by: flags['by'],
        dryRun: flags['forReal'] !== true,
      }),
  },
  {
    usage: 'keys',
    about: 'The published signing keys',
    ask: (remote) => remote.call('GET', '/v1/certificate-keys'),
  },
  {
    usage: 'new-key',
    about: 'Sign with a new key from now on; what older keys signed stays verifiable',
    ask: (remote) => remote.call('POST', '/v1/certificate-keys'),
  },
  { usage: 'stations', about: 'All stations', ask: (remote) => remote.call('GET', '/v1/stations') },
  {
    usage: 'new-code',
    about: 'A one-time code that pairs a station',
    ask: (remote) => remote.call('POST', '/v1/stations/codes'),
  },
  {
    usage: 'revoke-station <id>',
    about: 'Shut a station out',
    options: [reason, ['--paper-accounted-for', 'no paper of its work is about: free its work at once']],
    ask: (remote, [id], flags) =>
      remote.call('POST', `/v1/stations/${seg(id)}/revoke`, {
        reason: flags['reason'],
        paperAccountedFor: flags['paperAccountedFor'] === true,
      }),
  },
  {
    usage: 'stuck',
    about: 'Work whose station is silent',
    ask: (remote) => remote.call('GET', '/v1/leases/stuck'),
  },
  {
    usage: 'free <deliverable...>',
    about: 'Queue stuck work anew: no paper of it is about',
    options: [reason, ['--by <name>', 'who made sure']],
    ask: (remote, deliverableIds, flags) =>
      remote.call('POST', '/v1/leases/free', { deliverableIds, reason: flags['reason'], by: flags['by'] }),
  },
  {
    usage: 'conflicts',
    about: 'Facts at odds with what central knew',
    ask: (remote) => remote.call('GET', '/v1/conflicts'),
  },
  {
    usage: 'verifications <from> <to>',
    about: 'How often certificates were checked, by day, channel and answer',
    example: 'central verifications 2026-11-01 2026-11-30',
    ask: (remote, [from, to]) =>
      remote.call('GET', `/v1/reports/verifications?from=${seg(from)}&to=${seg(to)}`),
  },
  { usage: 'doctor', about: 'What a look at a running central finds', ask: doctor },
];

async function doctor(remote: Remote): Promise<unknown> {
  const count = async (path: string) => {
    const answer = await remote.call('GET', path);
    return Array.isArray(answer) ? answer.length : 0;
  };
  await remote.call('GET', '/readyz');
  return {
    central: 'answers, and its database answers',
    stations: await count('/v1/stations'),
    needsAttention: await count('/v1/needs-attention'),
    stuckWork: await count('/v1/leases/stuck'),
    openConflicts: await count('/v1/conflicts'),
    emergencies: running(await remote.call('GET', '/v1/emergencies')),
  };
}

/** How many of all emergencies there ever were run now. */
function running(emergencies: unknown): number {
  const now = Date.now();
  const all = z.array(FeedEmergency).parse(emergencies);
  return all.filter(({ ended, endsAt }) => !ended && (endsAt === null || endsAt > now)).length;
}

/** Adds the commands that ask a running central, as its administrator. */
export function addAdministration(program: Command, say: (text: string) => void): void {
  for (const task of tasks) {
    const command = program
      .command(task.usage)
      .description(task.about)
      .option('--url <address>', 'where central runs (CENTRAL_URL)')
      .option('--data <folder>', 'central’s data folder, for the token (CENTRAL_ADMIN_TOKEN, CENTRAL_DATA)')
      .option('--settings <file>', 'central’s settings file, for the token (CENTRAL_SETTINGS)')
      .option('--json', 'the answer as one line of JSON');
    for (const [flag, about] of task.options ?? []) command.option(flag, about);
    if (task.example !== undefined) command.addHelpText('after', `\nExample:\n  ${task.example}`);
    command.action(async () => {
      const flags: Flags = command.opts();
      const answer = await task.ask(
        await openRemote(flags, process.env),
        command.processedArgs.flat(),
        flags,
      );
      say(flags.json === true ? JSON.stringify(answer) : readable(answer));
    });
  }
}
