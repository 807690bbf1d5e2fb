import { createHash } from 'node:crypto';
import { desc, sql } from 'drizzle-orm';
import { chainHash, emptyChain } from '../../domain/audit/chain.ts';
import { canonicalJson } from '../../domain/canonicalJson.ts';
import type { StationContext } from '../context.ts';
import { auditLog } from '../db/schema/station.ts';
import { readQuery, writeQuery } from '../db/statements.ts';
import type { Named, Writer } from '../db/statements.ts';

/** One line for the audit log. Ids, never names or addresses: the log is kept longer than the people's data. */
export interface AuditLine {
  /** Null: the station itself. */
  readonly userId: string | null;
  /** Dotted word: `piece.pass`, `label.bought`, `session.signed_in`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, string>>;
}

/** An entry as it is stored, without its own hash. */
export interface AuditContent {
  readonly sequence: number;
  readonly at: number;
  readonly userId: string | null;
  readonly action: string;
  readonly subject: string;
  /** The JSON text that is stored. */
  readonly detail: string;
}

const head = readQuery((query) =>
  query
    .select({ sequence: auditLog.sequence, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.sequence))
    .limit(1),
);

const append = writeQuery((query, v: Named<AuditContent & { previousHash: string; hash: string }>) =>
  query.insert(auditLog).values({
    sequence: sql`${v.sequence}`,
    at: v.at,
    userId: v.userId,
    action: v.action,
    subject: v.subject,
    detail: v.detail,
    previousHash: v.previousHash,
    hash: v.hash,
  }),
);

/** SHA-256 by the runtime. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

/** The bytes of an entry that are hashed into the chain. */
export function auditBytes(entry: AuditContent): Uint8Array<ArrayBuffer> {
  const { sequence, at, userId, action, subject, detail } = entry;
  return canonicalJson({ sequence, at, userId, action, subject, detail });
}

/** Appends one line to the audit log, chained to the one before it, in the transaction of what it tells of. */
export function recordAudit(tx: Writer, ctx: Pick<StationContext, 'clock'>, line: AuditLine): void {
  const last = head.get(tx, {}) ?? emptyChain;
  const content: AuditContent = {
    sequence: last.sequence + 1,
    at: ctx.clock.now(),
    userId: line.userId,
    action: line.action,
    subject: line.subject,
    detail: JSON.stringify(line.detail ?? {}),
  };
  const hash = chainHash(last.hash, auditBytes(content), sha256);
  append.run(tx, { ...content, previousHash: last.hash, hash });
}
