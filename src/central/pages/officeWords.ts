import type { FeedEmergency } from '../../contract/central/feed.ts';
import type { Language } from './words.ts';

interface OfficeWords {
  readonly title: string;
  readonly locked: string;
  readonly emergencies: Readonly<Record<FeedEmergency['kind'], string>>;
  readonly since: (when: string, who: string) => string;
  readonly until: (when: string) => string;
  readonly untilEnded: string;
  readonly none: string;
  readonly attention: string;
  readonly attentionMore: string;
  readonly allWell: string;
  readonly learner: string;
  readonly course: string;
  readonly problem: string;
  readonly waiting: string;
  readonly more: (count: number) => string;
  readonly other: string;
  readonly counts: {
    readonly stuck: string;
    readonly conflicts: string;
    readonly mails: string;
    readonly calls: string;
  };
  readonly otherLanguage: string;
}

/** What the office's page says, in each language. */
export const officeWords: Readonly<Record<Language, OfficeWords>> = {
  en: {
    title: 'What needs a person',
    locked: 'The administrator’s token is needed: any name, and the token as the password.',
    emergencies: {
      pause_issuance: 'Issuance is paused',
      digital_only: 'Digital only: no paper is printed',
      hold_shipping: 'Shipping is held',
    },
    since: (when, who) => `Since ${when}, by ${who}`,
    until: (when) => `until ${when}`,
    untilEnded: 'until somebody ends it',
    none: 'No emergency is running.',
    attention: 'Not issued, and why',
    attentionMore: 'Mend these in the school’s system, or in the course: they are issued by themselves then.',
    allWell: 'Nothing waits for a person.',
    learner: 'Learner',
    course: 'Course',
    problem: 'What is wrong',
    waiting: 'Waiting since',
    more: (count) => `and ${count} more: central needs-attention lists all.`,
    other: 'Also open',
    counts: {
      stuck: 'pieces of work whose station is silent',
      conflicts: 'facts at odds with what central knew',
      mails: 'mails that may or may not have arrived',
      calls: 'calls of other systems that were given up',
    },
    otherLanguage: 'Español',
  },
  es: {
    title: 'Lo que necesita a una persona',
    locked: 'Hace falta la clave del administrador: cualquier nombre, y la clave como contraseña.',
    emergencies: {
      pause_issuance: 'La emisión está en pausa',
      digital_only: 'Solo digital: no se imprime papel',
      hold_shipping: 'Los envíos están detenidos',
    },
    since: (when, who) => `Desde ${when}, por ${who}`,
    until: (when) => `hasta ${when}`,
    untilEnded: 'hasta que alguien la termine',
    none: 'No hay ninguna emergencia en curso.',
    attention: 'No emitidos, y por qué',
    attentionMore: 'Corríjalos en el sistema de la escuela o en el curso: entonces se emiten solos.',
    allWell: 'Nada espera a una persona.',
    learner: 'Alumno',
    course: 'Curso',
    problem: 'Qué falla',
    waiting: 'Espera desde',
    more: (count) => `y ${count} más: central needs-attention los muestra todos.`,
    other: 'También pendiente',
    counts: {
      stuck: 'trabajos cuya estación no responde',
      conflicts: 'hechos que no concuerdan con lo que central sabía',
      mails: 'correos que quizá no llegaron',
      calls: 'llamadas a otros sistemas que se abandonaron',
    },
    otherLanguage: 'English',
  },
};
