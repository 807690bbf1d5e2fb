import type { Condition } from '../../contract/central/learning.ts';
import type { Language } from './words.ts';

/** Why somebody gets no file, as programs read it. */
export type NoDownload =
  | 'LINK_UNKNOWN'
  | 'LINK_EXPIRED'
  | 'LINK_USED'
  | 'UNAUTHORIZED'
  | 'NOT_FOUND'
  | 'NOT_ELIGIBLE'
  | 'NEEDS_ATTENTION'
  | 'NOT_AVAILABLE'
  | 'PAUSED'
  | 'NOT_ACTIVE'
  | 'SUSPENDED'
  | 'CANNOT_BE_MADE';

interface Saying {
  readonly title: string;
  readonly more: string;
}

/** What a learner reads instead of a certificate, in each language. */
export const downloadWords: Readonly<Record<Language, Readonly<Record<NoDownload, Saying>>>> = {
  en: {
    LINK_UNKNOWN: { title: 'This link is not known', more: 'Ask your school for a new one.' },
    LINK_EXPIRED: {
      title: 'This link has expired',
      more: 'Links work for a short time only. Ask your school for a new one.',
    },
    LINK_USED: {
      title: 'This link was used already',
      more: 'Each link works once. If it was not you, or you need the file again, ask your school for a new one.',
    },
    UNAUTHORIZED: {
      title: 'Sign in first',
      more: 'Sign in at your school, and download your certificate from there.',
    },
    NOT_FOUND: { title: 'There is nothing here', more: 'There is no such course or certificate.' },
    NOT_ELIGIBLE: { title: 'Not earned yet', more: 'This is still missing for your certificate:' },
    NEEDS_ATTENTION: {
      title: 'Your school has to look first',
      more: 'Something in your record keeps the certificate from being issued, your name or a date for example. Your school sees it in its list.',
    },
    NOT_AVAILABLE: {
      title: 'There is no certificate to download',
      more: 'Your school issues this one itself. Ask there.',
    },
    PAUSED: {
      title: 'Not at the moment',
      more: 'Certificates are not issued just now. Nothing is lost: yours comes when it goes on.',
    },
    NOT_ACTIVE: {
      title: 'This certificate does not count any more',
      more: 'It was revoked or replaced. If you think that this is a mistake, ask your school.',
    },
    SUSPENDED: {
      title: 'This certificate does not count at the moment',
      more: 'It is suspended. Ask your school.',
    },
    CANNOT_BE_MADE: {
      title: 'Your school has to look first',
      more: 'Your certificate cannot be drawn as a page yet. Your school has to look at it.',
    },
  },
  es: {
    LINK_UNKNOWN: { title: 'Este enlace no se conoce', more: 'Pida otro a su escuela.' },
    LINK_EXPIRED: {
      title: 'Este enlace ha caducado',
      more: 'Los enlaces sirven solo por poco tiempo. Pida otro a su escuela.',
    },
    LINK_USED: {
      title: 'Este enlace ya se usó',
      more: 'Cada enlace sirve una vez. Si no fue usted, o necesita el archivo otra vez, pida otro a su escuela.',
    },
    UNAUTHORIZED: {
      title: 'Primero inicie sesión',
      more: 'Inicie sesión en su escuela y descargue el certificado desde allí.',
    },
    NOT_FOUND: { title: 'Aquí no hay nada', more: 'No existe ese curso o certificado.' },
    NOT_ELIGIBLE: { title: 'Todavía no se ha obtenido', more: 'Para su certificado falta aún:' },
    NEEDS_ATTENTION: {
      title: 'Su escuela tiene que revisarlo',
      more: 'Algo en sus datos impide emitir el certificado, por ejemplo el nombre o una fecha. La escuela lo ve en su lista.',
    },
    NOT_AVAILABLE: {
      title: 'No hay ningún certificado que descargar',
      more: 'Este lo emite la escuela misma. Pregunte allí.',
    },
    PAUSED: {
      title: 'En este momento no',
      more: 'Ahora mismo no se emiten certificados. No se pierde nada: el suyo llegará cuando se reanude.',
    },
    NOT_ACTIVE: {
      title: 'Este certificado ya no es válido',
      more: 'Fue revocado o reemplazado. Si cree que es un error, pregunte a su escuela.',
    },
    SUSPENDED: {
      title: 'Este certificado no tiene validez por ahora',
      more: 'Está suspendido. Pregunte a su escuela.',
    },
    CANNOT_BE_MADE: {
      title: 'Su escuela tiene que revisarlo',
      more: 'Todavía no se puede componer la página de su certificado. La escuela tiene que revisarlo.',
    },
  },
};

/** What is missing for a certificate, as its learner reads it. */
export const missingWords: Readonly<Record<Language, Readonly<Record<Condition['condition'], string>>>> = {
  en: {
    access: 'Enrollment or payment',
    course_published: 'The course is not open',
    certificates_enabled: 'The course gives no certificates at the moment',
    completed: 'The end of the course',
    lessons: 'Lessons',
    seat_time: 'Time in the course',
    exam: 'The final exam',
    prerequisites: 'Courses that come first',
  },
  es: {
    access: 'La inscripción o el pago',
    course_published: 'El curso no está abierto',
    certificates_enabled: 'Por ahora el curso no da certificados',
    completed: 'El final del curso',
    lessons: 'Lecciones',
    seat_time: 'Tiempo en el curso',
    exam: 'El examen final',
    prerequisites: 'Cursos previos',
  },
};
