/** A page of the feed becomes rows: everything of it or nothing, together with the cursor. */
import type { FeedCertificate, FeedChange } from '../../contract/central/feed.ts';
import { addressKey } from '../../domain/address.ts';
import { mayProceed } from '../../domain/certificates/validity.ts';
import type { StationContext } from '../context.ts';
import type { Writer } from '../db/statements.ts';
import { movePiece, refreshWorkable } from '../features/pieces/service.ts';
import { recordAudit } from '../record/audit.ts';
import type { ChangedTopic } from '../record/live.ts';
import { addWords, refreshWords } from '../search/wordIndex.ts';
import type { Searchable } from '../search/wordIndex.ts';
import { searchTextOf } from '../search/words.ts';
import { recordConflict } from './conflicts.ts';
import * as repo from './feedRepo.ts';

/** What a page did. */
export interface AppliedPage {
  readonly certificates: number;
  /** Certificates that lost their validity while their paper was in hand here. */
  readonly stopped: number;
}

/**
 * Applies changes in order. Applying the same page twice is harmless.
 *
 * @param filling a first fill: new certificates get their place in the index of words when it has come to its end.
 */
export function applyChanges(
  tx: Writer,
  ctx: StationContext,
  stationId: string,
  changes: readonly FeedChange[],
  filling: boolean,
): AppliedPage {
  const topics = new Set<ChangedTopic['topic']>();
  const added: Searchable[] = [];
  let certificates = 0;
  let stopped = 0;
  for (const change of changes) {
    if (change.kind === 'certificate') {
      certificates += 1;
      if (!addCertificate(tx, stationId, change.certificate, added)) {
        // It may have come earlier on this page: its words must be there to follow.
        if (!filling) addWords(tx, added.splice(0));
        if (changeCertificate(tx, ctx, stationId, change.certificate)) stopped += 1;
      }
      topics.add('queue');
    } else {
      for (const topic of applyOther(tx, change)) topics.add(topic);
    }
  }
  if (!filling) addWords(tx, added);
  ctx.live.changed(
    tx,
    [...topics].map((topic) => ({ topic })),
  );
  return { certificates, stopped };
}

function addCertificate(
  tx: Writer,
  stationId: string,
  certificate: FeedCertificate,
  added: Searchable[],
): boolean {
  const c = certificate;
  const row = repo.insertCertificate.insert(
    tx,
    c.certificateId,
    c.certificateNumber,
    c.verificationCode,
    c.controlNumber,
    c.issuedName,
    c.courseId,
    c.courseTitle,
    c.completionDate,
    c.issueDate,
    c.jurisdiction,
    c.templateVersion,
    c.signature,
    c.keyId,
    c.validity,
    c.validityReason,
    c.validityAt,
    c.issuedAt,
    c.customFields == null ? null : JSON.stringify(c.customFields),
  );
  if (row === null) return false;
  const searchText = searchTextOf(c.issuedName, c.certificateNumber);
  const queued = addDeliverable(tx, stationId, certificate, searchText);
  const slackAt = c.physical?.slackAt ?? null;
  const deliverableId = c.physical?.deliverableId ?? null;
  added.push({ row, queued, slackAt, deliverableId, searchText });
  return true;
}

/** Answers whether it stands in the queue, as 0 or 1. */
function addDeliverable(
  tx: Writer,
  stationId: string,
  certificate: FeedCertificate,
  searchText: string,
): 0 | 1 {
  const { physical } = certificate;
  if (physical === null) return 0;
  const elsewhere = physical.stationId === stationId ? null : physical.stationId;
  const queued =
    physical.stage === 'queued' && elsewhere === null && mayProceed(certificate.validity) ? 1 : 0;
  repo.insertDeliverable.run(
    tx,
    physical.deliverableId,
    certificate.certificateId,
    physical.stage,
    queued,
    physical.dueAt,
    physical.slackAt,
    certificate.jurisdiction,
    certificate.courseId,
    JSON.stringify(physical.address),
    addressKey(physical.address),
    searchText,
    elsewhere,
  );
  return queued;
}

/** Answers whether this stopped paper in hand here. */
function changeCertificate(
  tx: Writer,
  ctx: StationContext,
  stationId: string,
  certificate: FeedCertificate,
): boolean {
  const { certificateId, validity, physical } = certificate;
  const known = repo.knownCertificate.get(tx, { certificateId });
  if (known === undefined) throw new Error('A certificate that could not be added is not there either');
  let stopped = false;
  if (known.validity !== validity) {
    repo.updateValidity.run(tx, {
      certificateId,
      validity,
      reason: certificate.validityReason,
      at: certificate.validityAt,
    });
    recordAudit(tx, ctx, {
      userId: null,
      action: `certificate.${validity === 'active' ? 'reinstated' : validity}`,
      subject: certificateId,
    });
    stopped = !mayProceed(validity) && known.livePieceId !== null && known.liveStage !== 'queued';
    ctx.live.changed(tx, [
      { topic: 'history', id: certificateId },
      ...(stopped ? [{ topic: 'alerts' as const }] : []),
    ]);
  }
  if (physical === null) return stopped;
  const { deliverableId } = physical;
  if (known.deliverableId === null) {
    addDeliverable(
      tx,
      stationId,
      certificate,
      searchTextOf(certificate.issuedName, certificate.certificateNumber),
    );
    refreshWords(tx, deliverableId);
  } else {
    const elsewhere = physical.stationId === stationId ? null : physical.stationId;
    if (elsewhere !== null)
      takenElsewhere(tx, ctx, {
        certificateId,
        pieceId: known.livePieceId,
        stage: known.liveStage,
        elsewhere,
      });
    // Facts of this station may still be on their way: of what is worked on here, it knows best.
    const ours = elsewhere === null && known.elsewhere === null && known.pieces > 0;
    repo.updateDeliverable.run(tx, {
      deliverableId,
      stage: ours ? (known.stage ?? physical.stage) : physical.stage,
      centralStage: physical.stage,
      dueAt: physical.dueAt,
      slackAt: physical.slackAt,
      address: JSON.stringify(physical.address),
      addressKey: addressKey(physical.address),
      elsewhere,
    });
  }
  refreshWorkable(tx, deliverableId);
  if (known.slackAt !== physical.slackAt) refreshWords(tx, deliverableId);
  return stopped;
}

/** Another station has it now. What is not on paper here is let go; paper is a conflict for a supervisor. */
function takenElsewhere(
  tx: Writer,
  ctx: StationContext,
  work: {
    readonly certificateId: string;
    readonly pieceId: string | null;
    readonly stage: string | null;
    readonly elsewhere: string;
  },
): void {
  const { certificateId, pieceId, stage, elsewhere } = work;
  if (pieceId === null || stage === 'queued') return;
  const released = movePiece(tx, ctx, {
    pieceId,
    event: 'release',
    actor: null,
    reason: 'taken_by_other_station',
    detail: { stationId: elsewhere },
  });
  if (released.ok) return;
  recordConflict(tx, ctx, {
    conflictId: `elsewhere:${pieceId}:${elsewhere}`,
    kind: 'second_print',
    certificateId,
    detail: 'Another station works on this certificate while its paper is in hand here.',
  });
}

function applyOther(
  tx: Writer,
  change: Exclude<FeedChange, { readonly kind: 'certificate' }>,
): readonly ChangedTopic['topic'][] {
  switch (change.kind) {
    case 'person':
      repo.savePerson.run(tx, { ...change.person, roles: JSON.stringify(change.person.roles) });
      return ['people'];
    case 'template':
      repo.saveTemplate.run(tx, { ...change.template, publishedAt: change.template.publishedAt ?? null });
      return ['batches', 'templates'];
    case 'stockItem':
      repo.saveStockItem.run(tx, change.stockItem);
      return ['stock'];
    case 'rulePack': {
      const { jurisdiction, version } = change.rulePack;
      repo.saveRulePack.run(tx, { jurisdiction, version, pack: JSON.stringify(change.rulePack) });
      return ['queue'];
    }
    case 'course':
      repo.saveCourse.run(tx, change.course);
      return ['queue'];
    case 'key':
      repo.saveKey.run(tx, change.key);
      return [];
    case 'emergency':
      repo.saveEmergency.run(tx, change.emergency);
      return ['alerts', 'sync'];
    default:
      return change satisfies never;
  }
}
