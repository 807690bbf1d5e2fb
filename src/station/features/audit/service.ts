/** The audit log: read it, and prove that nobody altered it. */
import { z } from 'zod';
import type { AuditEntry } from '../../../contract/station/history.ts';
import { emptyChain, verifyChain } from '../../../domain/audit/chain.ts';
import type { ChainEntry } from '../../../domain/audit/chain.ts';
import type { StationContext } from '../../context.ts';
import { sqlRead } from '../../db/statements.ts';
import { auditBytes, sha256 } from '../../record/audit.ts';

const Line = z.object({
  sequence: z.int(),
  at: z.int(),
  userId: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  detail: z.string(),
  hash: z.string(),
  displayName: z.string().nullable(),
});

const newest = sqlRead<{ before: number; limit: number }, z.infer<typeof Line>>(
  `SELECT a.sequence, a.at, a.user_id AS userId, a.action, a.subject, a.detail, a.hash, p.display_name AS displayName
   FROM audit_log a LEFT JOIN people p ON p.user_id = a.user_id
   WHERE a.sequence < @before ORDER BY a.sequence DESC LIMIT @limit`,
  Line,
);
const inOrder = sqlRead<{ after: number; limit: number }, z.infer<typeof Line>>(
  `SELECT sequence, at, user_id AS userId, action, subject, detail, hash, NULL AS displayName
   FROM audit_log WHERE sequence > @after ORDER BY sequence LIMIT @limit`,
  Line,
);

/** One page of the log, newest first. `before`: only entries with a smaller sequence. */
export function listAudit(ctx: StationContext, before: number, limit: number): AuditEntry[] {
  return ctx.db
    .read((tx) => newest.all(tx, { before, limit }))
    .map(({ userId, displayName, ...entry }) => ({ ...entry, who: displayName ?? userId }));
}

/** Entries checked at a time: between two such parts other work goes on. */
const PART = 5000;

/** What checking the whole chain found. */
export interface AuditCheck {
  readonly entries: number;
  readonly intact: boolean;
  /** The first entry that is not what was written, or is missing. */
  readonly firstBroken: number | null;
}

/** Recomputes the whole hash chain from its beginning. */
export async function checkAudit(ctx: StationContext): Promise<AuditCheck> {
  let head = emptyChain;
  for (;;) {
    const part = ctx.db.read((tx) => inOrder.all(tx, { after: head.sequence, limit: PART }));
    if (part.length === 0) return { entries: head.sequence, intact: true, firstBroken: null };
    const entries: ChainEntry[] = part.map((entry) => ({
      sequence: entry.sequence,
      canonical: auditBytes(entry),
      hash: entry.hash,
    }));
    const checked = verifyChain(entries, sha256, { after: head });
    if (!checked.ok) return { entries: head.sequence, intact: false, firstBroken: checked.error.sequence };
    head = checked.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
