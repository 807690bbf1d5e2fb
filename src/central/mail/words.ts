/** Languages that mails are written in. */
export type MailLanguage = 'en' | 'es';

/** What a mail to a learner is made of; `about` fills it. */
export interface MailFacts {
  readonly schoolName: string;
  readonly name: string;
  readonly course: string;
  readonly certificateNumber: string;
  /** For people, in the mail's language. */
  readonly completedOn: string;
  /** The verification code in groups. */
  readonly code: string;
  readonly carrier: string | null;
  readonly tracking: string | null;
  /** A printed original comes by post. */
  readonly onPaper: boolean;
  /** An emergency keeps paper back just now: nothing is printed, or what is printed is not shipped. */
  readonly late: 'printing' | 'shipping' | null;
  /** Why it was revoked: `refund`, `error`, `fraud`, `request` or `other`. */
  readonly category: string;
}

/** The words of one kind of mail. */
export interface MailWords {
  readonly subject: (facts: MailFacts) => string;
  readonly heading: (facts: MailFacts) => string;
  readonly lines: (facts: MailFacts) => readonly string[];
  /** What the button leads to, and what it says; null: no button. */
  readonly button: { readonly to: 'verify' | 'tracking'; readonly says: string } | null;
}

/** Words that all mails share. */
export interface SharedWords {
  readonly greeting: (name: string) => string;
  readonly course: string;
  readonly completed: string;
  readonly number: string;
  readonly code: string;
  readonly carrier: string;
  readonly tracking: string;
  readonly why: (schoolName: string) => string;
  readonly linkInstead: string;
}

export type LearnerMailKind = 'issued' | 'shipped' | 'delivered' | 'delayed' | 'revoked';

const reasonsEn: Readonly<Record<string, string>> = {
  refund: 'Reason: the course was refunded.',
  error: 'Reason: it was issued in error.',
  request: 'Reason: this was asked for.',
};
const reasonsEs: Readonly<Record<string, string>> = {
  refund: 'Motivo: se reembolsó el curso.',
  error: 'Motivo: se emitió por error.',
  request: 'Motivo: así se solicitó.',
};

const lateEn = {
  printing: 'We cannot print certificates at the moment.',
  shipping: 'We cannot ship parcels at the moment.',
} as const;
const lateEs = {
  printing: 'En este momento no podemos imprimir certificados.',
  shipping: 'En este momento no podemos enviar paquetes.',
} as const;
const interimEn =
  'Meanwhile you can download an interim digital copy where you took the course. The paper still comes to you.';
const interimEs =
  'Mientras tanto puede descargar una copia digital provisional donde hizo el curso. El papel le llegará de todos modos.';

/** What mails share, in each language. */
export const sharedWords: Readonly<Record<MailLanguage, SharedWords>> = {
  en: {
    greeting: (name) => `Dear ${name},`,
    course: 'Course',
    completed: 'Completed on',
    number: 'Certificate number',
    code: 'Verification code',
    carrier: 'Carrier',
    tracking: 'Tracking number',
    why: (schoolName) => `You get this mail because you took a course at ${schoolName}.`,
    linkInstead: 'If the button does not work, open this address:',
  },
  es: {
    greeting: (name) => `Hola, ${name}:`,
    course: 'Curso',
    completed: 'Completado el',
    number: 'Número de certificado',
    code: 'Código de verificación',
    carrier: 'Transportista',
    tracking: 'Número de seguimiento',
    why: (schoolName) => `Recibe este correo porque hizo un curso en ${schoolName}.`,
    linkInstead: 'Si el botón no funciona, abra esta dirección:',
  },
};

/** What each kind of mail says, in each language. */
export const mailWords: Readonly<Record<MailLanguage, Readonly<Record<LearnerMailKind, MailWords>>>> = {
  en: {
    issued: {
      subject: ({ course }) => `Your certificate: ${course}`,
      heading: () => 'Your certificate is ready',
      lines: ({ onPaper, late }) => [
        'Congratulations on completing your course. Your certificate has been issued.',
        onPaper
          ? 'The printed original comes to you by post. We write again when it is on its way.'
          : 'You can download it where you took the course.',
        ...(onPaper && late !== null ? [lateEn[late], ...(late === 'printing' ? [interimEn] : [])] : []),
      ],
      button: { to: 'verify', says: 'See that it is valid' },
    },
    shipped: {
      subject: ({ course }) => `On its way: your certificate for ${course}`,
      heading: () => 'Your certificate is on its way',
      lines: ({ carrier }) => [
        carrier === null
          ? 'We handed the printed original of your certificate to the post.'
          : `We handed the printed original of your certificate to ${carrier}.`,
        'It can take a day until tracking shows the first scan.',
      ],
      button: { to: 'tracking', says: 'Track it' },
    },
    delivered: {
      subject: ({ course }) => `Delivered: your certificate for ${course}`,
      heading: () => 'Your certificate was delivered',
      lines: () => [
        'The carrier reports that the printed original of your certificate was delivered.',
        'If you cannot find it, ask in your household first and then the school.',
      ],
      button: { to: 'verify', says: 'See that it is valid' },
    },
    delayed: {
      subject: ({ course }) => `A little later: your certificate for ${course}`,
      heading: () => 'Your printed certificate will be late',
      lines: ({ late }) => [
        `${lateEn[late ?? 'shipping']} The printed original of your certificate will arrive later than usual.`,
        ...(late === 'printing' ? [interimEn] : []),
        'You need not do anything. The certificate itself is valid now, and anybody can check it with its verification code.',
      ],
      button: { to: 'verify', says: 'See that it is valid' },
    },
    revoked: {
      subject: ({ course }) => `Your certificate for ${course} was revoked`,
      heading: () => 'Your certificate was revoked',
      lines: ({ category }) => [
        'This certificate does not count any more. Whoever checks it is told so.',
        ...(reasonsEn[category] === undefined ? [] : [reasonsEn[category]]),
        'If you think that this is a mistake, please ask the school.',
      ],
      button: null,
    },
  },
  es: {
    issued: {
      subject: ({ course }) => `Su certificado: ${course}`,
      heading: () => 'Su certificado está listo',
      lines: ({ onPaper, late }) => [
        'Felicitaciones por completar su curso. Su certificado ha sido emitido.',
        onPaper
          ? 'El original impreso le llegará por correo postal. Le escribiremos cuando esté en camino.'
          : 'Puede descargarlo donde hizo el curso.',
        ...(onPaper && late !== null ? [lateEs[late], ...(late === 'printing' ? [interimEs] : [])] : []),
      ],
      button: { to: 'verify', says: 'Comprobar que es válido' },
    },
    shipped: {
      subject: ({ course }) => `En camino: su certificado de ${course}`,
      heading: () => 'Su certificado está en camino',
      lines: ({ carrier }) => [
        carrier === null
          ? 'Entregamos al correo el original impreso de su certificado.'
          : `Entregamos a ${carrier} el original impreso de su certificado.`,
        'El seguimiento puede tardar un día en mostrar el primer movimiento.',
      ],
      button: { to: 'tracking', says: 'Seguir el envío' },
    },
    delivered: {
      subject: ({ course }) => `Entregado: su certificado de ${course}`,
      heading: () => 'Su certificado fue entregado',
      lines: () => [
        'El transportista informa que el original impreso de su certificado fue entregado.',
        'Si no lo encuentra, pregunte primero en su casa y después a la escuela.',
      ],
      button: { to: 'verify', says: 'Comprobar que es válido' },
    },
    delayed: {
      subject: ({ course }) => `Un poco más tarde: su certificado de ${course}`,
      heading: () => 'Su certificado impreso llegará con retraso',
      lines: ({ late }) => [
        `${lateEs[late ?? 'shipping']} El original impreso de su certificado llegará más tarde de lo habitual.`,
        ...(late === 'printing' ? [interimEs] : []),
        'No tiene que hacer nada. El certificado ya es válido y cualquiera puede comprobarlo con su código de verificación.',
      ],
      button: { to: 'verify', says: 'Comprobar que es válido' },
    },
    revoked: {
      subject: ({ course }) => `Su certificado de ${course} fue revocado`,
      heading: () => 'Su certificado fue revocado',
      lines: ({ category }) => [
        'Este certificado ya no tiene validez. Quien lo compruebe lo verá así.',
        ...(reasonsEs[category] === undefined ? [] : [reasonsEs[category]]),
        'Si cree que es un error, pregunte a la escuela.',
      ],
      button: null,
    },
  },
};
