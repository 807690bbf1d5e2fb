import { z } from 'zod';
import type { Context } from '../../context.ts';

const Figure = z.object({ label: z.string(), value: z.number() });

interface Gauge {
  readonly name: string;
  readonly help: string;
  /** The name of the label; null: there is one figure without any. */
  readonly label: string | null;
  /** Gives `label` and `value`; `$1` is the time now. */
  readonly sql: string;
}

const gauges: readonly Gauge[] = [
  {
    name: 'certificates',
    help: 'Certificates by validity.',
    label: 'validity',
    sql: 'SELECT validity AS label, count(*) AS value FROM certificates GROUP BY validity',
  },
  {
    name: 'deliverables_owed',
    help: 'Certificates owed on paper, by stage.',
    label: 'stage',
    sql: 'SELECT stage AS label, count(*) AS value FROM deliverables WHERE owed GROUP BY stage',
  },
  {
    name: 'deliverables_overdue',
    help: 'Certificates owed on paper whose deadline passed before they were handed over.',
    label: null,
    sql: `SELECT '' AS label, count(*) AS value FROM deliverables WHERE owed AND due_at < $1
      AND stage NOT IN ('handed_over', 'in_transit', 'delivered', 'lost')`,
  },
  {
    name: 'completions',
    help: 'Completed courses by what became of them.',
    label: 'state',
    sql: 'SELECT state AS label, count(*) AS value FROM completions GROUP BY state',
  },
  {
    name: 'mails',
    help: 'Mails by state; sent ones are not counted.',
    label: 'state',
    sql: `SELECT state AS label, count(*) AS value FROM mails WHERE state NOT IN ('sent', 'settled') GROUP BY state`,
  },
  {
    name: 'webhook_calls',
    help: 'Calls of other systems by state; done ones are not counted.',
    label: 'state',
    sql: `SELECT state AS label, count(*) AS value FROM webhook_calls WHERE state IN ('waiting', 'calling', 'dead') GROUP BY state`,
  },
  {
    name: 'conflicts_open',
    help: 'Facts at odds with what was known, not settled.',
    label: null,
    sql: `SELECT '' AS label, count(*) AS value FROM conflicts WHERE settled_at IS NULL`,
  },
  {
    name: 'feed_pending',
    help: 'Changes that have no place in the feed yet.',
    label: null,
    sql: `SELECT '' AS label, count(*) AS value FROM feed_pending`,
  },
  {
    name: 'station_silence_seconds',
    help: 'Time since a station was last seen.',
    label: 'station',
    sql: `SELECT station_id AS label, ($1::bigint - coalesce(last_seen_at, paired_at)) / 1000.0 AS value FROM stations
      WHERE revoked_at IS NULL`,
  },
  {
    name: 'verifications_last_hour',
    help: 'Checks of certificates within the last hour, by result.',
    label: 'result',
    sql: 'SELECT result AS label, count(*) AS value FROM verification_logs WHERE at > $1::bigint - 3600000 GROUP BY result',
  },
  {
    name: 'emergencies_running',
    help: 'Emergency switches that are on, by kind.',
    label: 'kind',
    sql: `SELECT kind AS label, count(*) AS value FROM emergencies WHERE ended_at IS NULL AND (ends_at IS NULL OR ends_at > $1)
      GROUP BY kind`,
  },
];

/** How long one answer serves: whoever asks more often costs the database nothing. */
const FRESH_MS = 10_000;

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

async function readGauges(context: Context): Promise<string> {
  const now = context.clock.now();
  const lines: string[] = [];
  await context.db.read(async (reader) => {
    for (const { name, help, label, sql } of gauges) {
      const figures = await reader.all(Figure, sql, sql.includes('$1') ? [now] : []);
      lines.push(`# HELP central_${name} ${help}`, `# TYPE central_${name} gauge`);
      for (const figure of figures) {
        const labels = label === null ? '' : `{${label}="${escaped(figure.label)}"}`;
        lines.push(`central_${name}${labels} ${figure.value}`);
      }
    }
  });
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  lines.push('# TYPE process_resident_memory_bytes gauge', `process_resident_memory_bytes ${rss}`);
  lines.push('# TYPE nodejs_heap_used_bytes gauge', `nodejs_heap_used_bytes ${heapUsed}`);
  lines.push(
    '# TYPE process_cpu_seconds_total counter',
    `process_cpu_seconds_total ${(user + system) / 1e6}`,
  );
  lines.push('# TYPE process_uptime_seconds gauge', `process_uptime_seconds ${process.uptime()}`);
  return `${lines.join('\n')}\n`;
}

/** Figures in the text format of Prometheus (0.0.4): counts only, nobody's data. */
export function createMetrics(context: Context): () => Promise<string> {
  let kept: { readonly at: number; readonly text: Promise<string> } | null = null;
  return () => {
    const now = context.clock.now();
    if (kept === null || now - kept.at >= FRESH_MS || now < kept.at) {
      const fresh = { at: now, text: readGauges(context) };
      kept = fresh;
      fresh.text.catch(() => {
        if (kept === fresh) kept = null;
      });
    }
    return kept.text;
  };
}
