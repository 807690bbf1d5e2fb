/** The pretend station's data: enough of everything that every screen has something to show. */
import type { BatchPiece, BatchState } from '../../../src/contract/station/batches.ts';
import type { HistoryEvent } from '../../../src/contract/station/history.ts';
import type { Parcel, ParcelState } from '../../../src/contract/station/packing.ts';
import type { PrintJob, Printer } from '../../../src/contract/station/printing.ts';
import type { QcScan, ScannedPiece } from '../../../src/contract/station/qc.ts';
import type { QueueRow } from '../../../src/contract/station/queue.ts';
import type { StockItem, StockMovement } from '../../../src/contract/station/stock.ts';
import { courses, learners } from './people.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export interface FakeBatch {
  batchId: string;
  batchNumber: string;
  state: BatchState;
  createdAt: number;
  createdBy: string;
  courseIndex: number;
  printerId: string | null;
  pieces: (BatchPiece & { scanned: boolean })[];
}

export interface World {
  paired: boolean;
  offline: boolean;
  emergency: boolean;
  queueSize: number;
  queue: QueueRow[];
  batches: FakeBatch[];
  jobs: PrintJob[];
  printers: Printer[];
  scans: QcScan[];
  parcels: Parcel[];
  stock: StockItem[];
  movements: StockMovement[];
  events: HistoryEvent[];
  lockedUntil: Map<string, number>;
  wrongPins: Map<string, number>;
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('The list is empty.');
  return found;
};

export function queueRow(index: number, now: number): QueueRow {
  const course = at(courses, Math.floor(index / 7) % 5 === 4 ? 2 : index % 2);
  const none = course.jurisdiction === 'NONE';
  const dueAt = none ? null : now - 2 * day + Math.floor(index ** 0.6 * 2.4 * hour);
  const slackMinutes = dueAt === null ? null : Math.floor((dueAt - now) / minute) - 2 * 24 * 60;
  return {
    deliverableId: `d-${index}`,
    certificateId: `cert-${index}`,
    certificateNumber: `${course.prefix}-2026-${String(index + 1).padStart(6, '0')}`,
    issuedName: at(learners, index * 7 + Math.floor(index / 20)),
    courseTitle: course.courseTitle,
    courseId: course.courseId,
    jurisdiction: course.jurisdiction,
    completionDate: new Date(now - 5 * day - index * hour).toISOString().slice(0, 10),
    validity: index === 11 ? 'suspended' : 'active',
    dueAt,
    slackMinutes,
    risk:
      slackMinutes === null
        ? 'fine'
        : slackMinutes < -2880
          ? 'late'
          : slackMinutes < 0
            ? 'at_risk'
            : slackMinutes < 4320
              ? 'soon'
              : 'fine',
    leasedUntil: index < 160 ? now + 6 * hour : null,
    hold: index === 5 ? { reason: 'Name to be confirmed by the school' } : null,
    attempts: index === 8 ? 1 : 0,
  };
}

export function scannedPiece(piece: BatchPiece, batch: FakeBatch): ScannedPiece {
  const course = at(courses, batch.courseIndex);
  return {
    pieceId: piece.pieceId,
    certificateId: piece.certificateId,
    certificateNumber: piece.certificateNumber,
    issuedName: piece.issuedName,
    courseTitle: course.courseTitle,
    completionDate: '2026-11-12',
    jurisdiction: course.jurisdiction,
    stage: piece.stage,
    batchId: batch.batchId,
    batchNumber: batch.batchNumber,
    position: piece.position,
    sheetSerial: piece.sheetSerial,
  };
}

function makeBatch(index: number, state: BatchState, size: number, now: number): FakeBatch {
  const course = at(courses, index);
  return {
    batchId: `b-${index}`,
    batchNumber: `B-2026-${String(40 + index).padStart(4, '0')}`,
    state,
    createdAt: now - index * 3 * hour,
    createdBy: 'Ana Morales',
    courseIndex: index % courses.length,
    printerId: state === 'open' || state === 'rendered' ? null : 'p-folder',
    pieces: Array.from({ length: size }, (_, piece) => ({
      pieceId: `pc-${index}-${piece + 1}`,
      position: piece + 1,
      certificateId: `cert-b${index}-${piece}`,
      certificateNumber: `${course.prefix}-2026-${String(900 * (index + 1) + piece).padStart(6, '0')}`,
      issuedName: at(learners, piece * 3 + index),
      stage:
        state === 'open'
          ? 'claimed'
          : state === 'rendered'
            ? 'rendered'
            : state === 'closed'
              ? 'qc_passed'
              : 'awaiting_scan',
      hold: null,
      sheetSerial: null,
      findings:
        index === 2 && piece === 3
          ? [
              {
                code: 'missing_glyph',
                detail: 'issuedName: “ꦗ” (U+A997) is in none of the fonts of this template',
              },
            ]
          : [],
      scanned: state === 'closed',
    })),
  };
}

function makeParcel(index: number, state: ParcelState, batch: FakeBatch, now: number): Parcel {
  const first = at(batch.pieces, index);
  const two = index === 1;
  const labelled = !['open', 'packed'].includes(state);
  return {
    parcelId: `pl-${index}`,
    parcelNumber: `P-2026-${String(60 + index).padStart(4, '0')}`,
    state,
    address: {
      name: first.issuedName,
      street1: index === 3 ? 'Main Street' : `${index * 17 + 4} Alameda de las Pulgas`,
      ...(two ? { street2: 'Apt. 4B' } : {}),
      city: at(['San Mateo', 'El Paso', 'Fresno', 'Austin'], index),
      region: at(['CA', 'TX'], index),
      postalCode: at(['94403', '79901', '93701', '78701'], index),
      country: 'US',
    },
    addressProblems: index === 3 ? ['house_number_missing'] : [],
    pieces: [scannedPiece({ ...first, stage: 'packed' }, batch)],
    stillExpected: two
      ? [{ certificateNumber: 'TX-2026-000777', issuedName: first.issuedName, stage: 'awaiting_scan' }]
      : [],
    label: labelled
      ? {
          labelId: `l-${index}`,
          carrier: 'USPS',
          service: 'First-Class Mail',
          tracking: `9400100000000000${String(1000 + index)}`,
          cost: '$1.87',
          demo: true,
          verified: state !== 'labelled',
        }
      : null,
    dueAt: now + (index + 1) * day,
  };
}

export function makeWorld(now: number, queueSize = 120_000): World {
  const batches = [
    makeBatch(0, 'printed', 100, now),
    makeBatch(1, 'rendered', 60, now),
    makeBatch(2, 'rendered', 25, now),
    makeBatch(3, 'printing', 100, now),
    makeBatch(4, 'open', 40, now),
    makeBatch(5, 'closed', 100, now),
    makeBatch(6, 'closed', 80, now),
  ];
  const closed = at(batches, 5);
  const states: ParcelState[] = [
    'open',
    'open',
    'packed',
    'packed',
    'packed',
    'packed',
    'labelled',
    'labelled',
    'labelled',
    'closed',
    'closed',
    'handed_over',
    'in_transit',
    'delivered',
    'returned',
    'lost',
  ];
  const job = (
    batchId: string,
    chunk: number,
    size: number,
    state: PrintJob['state'],
    problem: string | null,
  ): PrintJob => ({
    printJobId: `j-${batchId}-${chunk}`,
    batchId,
    chunk,
    firstPosition: chunk * size + 1,
    lastPosition: (chunk + 1) * size,
    state,
    printerJob: state === 'planned' ? null : `Demo-${17 + chunk}`,
    problem,
    sentAt: state === 'planned' ? null : now - 9 * minute,
    endedAt: state === 'done' ? now - 5 * minute : null,
  });
  return {
    paired: true,
    offline: false,
    emergency: false,
    queueSize,
    queue: Array.from({ length: queueSize }, (_, index) => queueRow(index, now)),
    batches,
    jobs: [
      ...[0, 1, 2, 3].map((chunk) => job('b-0', chunk, 25, 'done', null)),
      job('b-3', 0, 25, 'done', null),
      job('b-3', 1, 25, 'unknown', 'connection lost'),
      job('b-3', 2, 25, 'printing', null),
      job('b-3', 3, 25, 'planned', null),
      ...[0, 1, 2, 3].map((chunk) => job('b-5', chunk, 25, 'done', null)),
    ],
    printers: [
      { printerId: 'p-folder', name: 'Demo folder', kind: 'folder', demo: true, state: 'ready', reasons: [] },
      {
        printerId: 'p-hp',
        name: 'HP M608 mail room',
        kind: 'ipp',
        demo: false,
        state: 'stopped',
        reasons: ['media-empty'],
      },
    ],
    scans: [],
    parcels: states.map((state, index) => makeParcel(index, state, closed, now)),
    stock: [
      {
        stockItemId: 's-ca',
        name: 'California security paper, numbered',
        numbered: true,
        onHand: 1840,
        inBatches: 200,
        daysOfCover: 11.4,
        reorderAt: 500,
        ranges: [{ first: 'CA0012161', last: 'CA0014000', remaining: 1840 }],
      },
      {
        stockItemId: 's-tx',
        name: 'Texas certificate stock',
        numbered: true,
        onHand: 212,
        inBatches: 60,
        daysOfCover: 3.2,
        reorderAt: 400,
        ranges: [{ first: 'TX88801', last: 'TX89012', remaining: 212 }],
      },
      {
        stockItemId: 's-plain',
        name: 'Plain 120 g paper',
        numbered: false,
        onHand: 4200,
        inBatches: 0,
        daysOfCover: null,
        reorderAt: 1000,
        ranges: [],
      },
      {
        stockItemId: 's-old',
        name: 'Old design 2024',
        numbered: false,
        onHand: 0,
        inBatches: 0,
        daysOfCover: 0,
        reorderAt: 0,
        ranges: [],
      },
    ],
    movements: [
      {
        movementId: 'm-1',
        stockItemId: 's-ca',
        at: now - hour,
        kind: 'issued_to_batch',
        sheets: 100,
        who: 'Ana Morales',
        reference: 'B-2026-0040',
      },
      {
        movementId: 'm-2',
        stockItemId: 's-ca',
        at: now - 2 * day,
        kind: 'spoiled',
        sheets: 2,
        who: 'Quentin Cole',
        reference: 'B-2026-0039',
      },
      {
        movementId: 'm-3',
        stockItemId: 's-ca',
        at: now - 9 * day,
        kind: 'received',
        sheets: 2000,
        who: 'Sofía Supervía',
        reference: 'DN 4711',
      },
    ],
    events: [
      { at: now - 6 * day, event: 'certificate.issued', who: null, station: 'central', detail: {} },
      {
        at: now - 6 * day + 2 * minute,
        event: 'certificate.received',
        who: null,
        station: 'Mail room',
        detail: {},
      },
      {
        at: now - 4 * day,
        event: 'piece.claimed',
        who: 'Ana Morales',
        station: 'Mail room',
        detail: { batch: 'B-2026-0039' },
      },
      {
        at: now - 4 * day + minute,
        event: 'piece.rendered',
        who: 'Ana Morales',
        station: 'Mail room',
        detail: {},
      },
      {
        at: now - 4 * day + 3 * minute,
        event: 'piece.spooled',
        who: 'Ana Morales',
        station: 'Mail room',
        detail: { printer: 'HP M608 mail room' },
      },
      {
        at: now - 4 * day + hour,
        event: 'piece.spoiled',
        who: 'Quentin Cole',
        station: 'Mail room',
        detail: { reason: 'Smudged', witness: 'Sofía Supervía' },
      },
      {
        at: now - 3 * day,
        event: 'piece.claimed',
        who: 'Ana Morales',
        station: 'Mail room',
        detail: { batch: 'B-2026-0040', attempt: '2' },
      },
      {
        at: now - 3 * day + hour,
        event: 'piece.qc_passed',
        who: 'Quentin Cole',
        station: 'Mail room',
        detail: { sheetSerial: 'CA0012160' },
      },
      {
        at: now - 2 * day,
        event: 'parcel.packed',
        who: 'Sana Haddad',
        station: 'Mail room',
        detail: { parcel: 'P-2026-0071' },
      },
      {
        at: now - 2 * day + minute,
        event: 'label.bought',
        who: 'Sana Haddad',
        station: 'Mail room',
        detail: { carrier: 'USPS', cost: '$1.87' },
      },
      {
        at: now - day,
        event: 'parcel.handed_over',
        who: 'Sana Haddad',
        station: 'Mail room',
        detail: { tracking: '94001000000000001011' },
      },
    ],
    lockedUntil: new Map(),
    wrongPins: new Map(),
  };
}
