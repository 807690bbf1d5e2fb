import type { MailLanguage } from './words.ts';

/** What is counted for supervisors, in the order in which it is read: what waits for a person first. */
export const digestCounts = [
  'overdue',
  'dueSoon',
  'attention',
  'conflicts',
  'stuck',
  'parked',
  'issued',
  'shipped',
  'delivered',
  'returned',
] as const;
export type DigestCount = (typeof digestCounts)[number];

interface DigestWords {
  /** Deadlines at risk. */
  readonly subject: (schoolName: string, day: string, urgent: number) => string;
  readonly heading: (day: string) => string;
  readonly calm: string;
  readonly waits: string;
  readonly emergencies: Readonly<Record<'pause_issuance' | 'digital_only' | 'hold_shipping', string>>;
  readonly counts: Readonly<Record<DigestCount, string>>;
  readonly footer: (schoolName: string) => string;
}

/** The daily digest, in each language. */
export const digestWords: Readonly<Record<MailLanguage, DigestWords>> = {
  en: {
    subject: (schoolName, day, urgent) =>
      `${schoolName}, ${day}: ${urgent === 0 ? 'no deadline' : urgent === 1 ? '1 deadline' : `${urgent} deadlines`} at risk`,
    heading: (day) => `The day at a glance, ${day}`,
    calm: 'Nothing waits for a person.',
    waits: 'The upper lines wait for a person.',
    emergencies: {
      pause_issuance: 'Issuance is paused.',
      digital_only: 'Digital only: no paper is printed.',
      hold_shipping: 'Shipping is held.',
    },
    counts: {
      overdue: 'Past the deadline',
      dueSoon: 'Due within 3 days',
      attention: 'Needs attention',
      conflicts: 'Conflicts',
      stuck: 'Stuck at a station',
      parked: 'Mails that are parked',
      issued: 'Issued, last 24 hours',
      shipped: 'Shipped, last 24 hours',
      delivered: 'Delivered, last 24 hours',
      returned: 'Returned, last 24 hours',
    },
    footer: (schoolName) => `Sent every day to the supervisors of ${schoolName}.`,
  },
  es: {
    subject: (schoolName, day, urgent) =>
      `${schoolName}, ${day}: ${urgent === 0 ? 'ningún plazo' : urgent === 1 ? '1 plazo' : `${urgent} plazos`} en riesgo`,
    heading: (day) => `El día de un vistazo, ${day}`,
    calm: 'Nada espera a una persona.',
    waits: 'Las primeras líneas esperan a una persona.',
    emergencies: {
      pause_issuance: 'La emisión está en pausa.',
      digital_only: 'Solo digital: no se imprime papel.',
      hold_shipping: 'Los envíos están detenidos.',
    },
    counts: {
      overdue: 'Fuera de plazo',
      dueSoon: 'Vencen en 3 días',
      attention: 'Necesitan atención',
      conflicts: 'Conflictos',
      stuck: 'Detenidos en una estación',
      parked: 'Correos apartados',
      issued: 'Emitidos, últimas 24 horas',
      shipped: 'Enviados, últimas 24 horas',
      delivered: 'Entregados, últimas 24 horas',
      returned: 'Devueltos, últimas 24 horas',
    },
    footer: (schoolName) => `Se envía cada día a los supervisores de ${schoolName}.`,
  },
};
